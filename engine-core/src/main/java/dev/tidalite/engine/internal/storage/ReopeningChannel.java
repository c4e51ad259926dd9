package dev.tidalite.engine.internal.storage;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A channel to a file that is opened anew when an interrupt has closed it under somebody's hands.
/// Safe for many threads.
final class ReopeningChannel implements AutoCloseable {
    private final Path path;
    private final StandardOpenOption option;
    private FileChannel channel;
    private boolean closed;

    ReopeningChannel(Path path, StandardOpenOption option) throws IOException {
        this.path = path;
        this.option = option;
        this.channel = FileChannel.open(path, option);
    }

    /// @throws ClosedChannelException after [#close]
    synchronized FileChannel get() throws IOException {
        if (closed) {
            throw new ClosedChannelException();
        }
        if (!channel.isOpen()) {
            channel = FileChannel.open(path, option);
        }
        return channel;
    }

    /// Something positional, and so repeatable, to be done with the channel.
    interface Action<T> {
        T run(FileChannel channel) throws IOException;
    }

    /// Does it to the end in spite of interrupts, of this thread or of another one that uses the
    /// same channel.
    <T> T run(Action<T> action) throws IOException {
        return Interrupts.without(() -> {
            while (true) {
                FileChannel current = get();
                try {
                    return action.run(current);
                } catch (ClosedChannelException e) {
                    if (current.isOpen() || Thread.currentThread().isInterrupted()) {
                        throw e;
                    }
                    // Another thread's interrupt closed it; get() throws if it was us.
                }
            }
        });
    }

    @Override
    public synchronized void close() throws IOException {
        closed = true;
        channel.close();
    }
}
