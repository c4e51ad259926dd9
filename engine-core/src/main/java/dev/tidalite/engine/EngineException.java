package dev.tidalite.engine;

import java.nio.file.Path;

/// What can go wrong with an engine that is not the fault of a single line of input. Every message
/// names the file, offset, limit or value in question.
///
/// Unchecked: most callers cannot do more than report it. Those that can, switch over the kinds.
public abstract sealed class EngineException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private EngineException(String message) {
        super(message);
    }

    private EngineException(String message, Throwable cause) {
        super(message, cause);
    }

    /// A file does not hold what was written to it, or was never one of ours.
    public static final class Corrupt extends EngineException {
        private static final long serialVersionUID = 1L;

        /// @param byteOffset where in the file, or -1 if that is not known
        public Corrupt(Path path, long byteOffset, String reason) {
            super(path + (byteOffset < 0 ? "" : " at byte " + byteOffset) + ": " + reason);
        }
    }

    /// The disk refused to read or write.
    public static final class Storage extends EngineException {
        private static final long serialVersionUID = 1L;

        public Storage(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /// The engine takes no writes any more, because an earlier one could not be made durable (a
    /// failed fsync, a full disk) or because the folder cannot be written to. Reads go on.
    public static final class ReadOnly extends EngineException {
        private static final long serialVersionUID = 1L;

        public ReadOnly(String message) {
            super(message);
        }

        public ReadOnly(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /// Too much is in flight; nothing was written, and the same write may succeed later (RETRY).
    public static final class Overloaded extends EngineException {
        private static final long serialVersionUID = 1L;

        public Overloaded(String message) {
            super(message);
        }
    }

    /// A limit of the configuration was exceeded; the same call will fail again.
    public static final class LimitExceeded extends EngineException {
        private static final long serialVersionUID = 1L;

        public LimitExceeded(String message) {
            super(message);
        }
    }

    /// The folder is in use by another process, or by another engine of this one.
    public static final class Locked extends EngineException {
        private static final long serialVersionUID = 1L;

        public Locked(String message) {
            super(message);
        }
    }

    /// The named database or table does not exist.
    public static final class NotFound extends EngineException {
        private static final long serialVersionUID = 1L;

        public NotFound(String message) {
            super(message);
        }
    }

    /// The engine, the snapshot or the cursor was closed.
    public static final class Closed extends EngineException {
        private static final long serialVersionUID = 1L;

        public Closed(String message) {
            super(message);
        }
    }
}
