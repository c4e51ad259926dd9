package dev.tidalite.engine.internal.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidalite.engine.Durability;
import dev.tidalite.engine.EngineException;
import dev.tidalite.engine.SequenceNumber;
import dev.tidalite.engine.internal.storage.DiskStorage;
import dev.tidalite.engine.internal.storage.Storage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

final class WalTest {
    private static final WalConfig SMALL_FILES =
            new WalConfig(Durability.SYNCED, 64 << 10, 1 << 20, 1 << 20, 1000);

    @TempDir Path folder;

    @Test
    void givesBackWhatWasAppendedInOrder() {
        Storage storage = DiskStorage.open(folder);
        try (Wal wal = Wal.open(storage, SMALL_FILES, SequenceNumber.ZERO)) {
            for (int index = 0; index < 100; index++) {
                append(wal, "record " + index + " " + "x".repeat(index * 100)).await();
            }
            assertThat(wal.counters().records()).isEqualTo(100);
        }
        List<String> replayed = replay(storage, SequenceNumber.ZERO);
        assertThat(replayed).hasSize(100);
        assertThat(replayed.get(7)).startsWith("8: record 7 x");
    }

    @Test
    void goesOnWhereItStoppedAndTrimsWhatIsFlushed() throws Exception {
        Storage storage = DiskStorage.open(folder);
        for (int run = 0; run < 3; run++) {
            WalReplay.Result result =
                    WalReplay.replay(storage, SMALL_FILES, SequenceNumber.ZERO, (_, _, _, _) -> {});
            assertThat(result.last().value()).isEqualTo(run);
            try (Wal wal = Wal.open(storage, SMALL_FILES, result.last())) {
                append(wal, "run " + run).await();
                if (run == 2) {
                    wal.trimUpTo(new SequenceNumber(2));
                }
            }
        }
        try (var files = Files.list(folder.resolve("wal"))) {
            assertThat(files).hasSize(1);
        }
        assertThat(replay(storage, new SequenceNumber(2))).containsExactly("3: run 2");
        assertThatThrownBy(() -> replay(storage, SequenceNumber.ZERO))
                .isInstanceOf(EngineException.Corrupt.class)
                .hasMessageContaining("begins with record 3");
    }

    private static Ticket append(Wal wal, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return wal.append((byte) 1, bytes, 0, bytes.length);
    }

    private static List<String> replay(Storage storage, SequenceNumber flushed) {
        List<String> replayed = new ArrayList<>();
        WalReplay.replay(
                storage,
                SMALL_FILES,
                flushed,
                (sequence, _, payload, length) ->
                        replayed.add(
                                sequence.value()
                                        + ": "
                                        + new String(payload, 0, length, StandardCharsets.UTF_8)));
        return replayed;
    }
}
