package dev.tidalite.engine.internal.wal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidalite.engine.Durability;
import dev.tidalite.engine.EngineException;
import dev.tidalite.engine.SequenceNumber;
import dev.tidalite.engine.internal.storage.CrashableStorage;
import dev.tidalite.engine.internal.storage.FileName;
import dev.tidalite.engine.internal.storage.ReadFile;
import dev.tidalite.testkit.Seeds;

import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// Logs that ended well and are damaged afterwards.
final class WalSalvageTest {
    private static final WalConfig CONFIG =
            new WalConfig(Durability.SYNCED, 64 << 10, 1 << 20, 1 << 20, 1000);
    private static final int RECORDS = 40;

    @Test
    void damageIsAnErrorAndSalvageLosesNothingElse() {
        Seeds.forEach(Seeds.nightly() ? 2000 : 100, WalSalvageTest::round);
    }

    private static void round(SplittableRandom random) {
        List<String> payloads = new ArrayList<>();
        CrashableStorage storage = written(random, payloads);
        damage(storage, random);
        if (isWhole(storage, payloads)) {
            return;
        }
        long stop = random.nextBoolean() ? random.nextInt(20) : Long.MAX_VALUE;
        CrashableStorage saved = storage;
        List<WalSalvage.Loss> losses = new ArrayList<>();
        storage.stopAfter(stop);
        try {
            losses.addAll(WalSalvage.run(storage, CONFIG, SequenceNumber.ZERO));
        } catch (EngineException.Storage e) {
            assertThat(storage.isStopped()).isTrue();
            saved = storage.crash(random, random.nextInt(5) / 4.0);
            losses.addAll(WalSalvage.run(saved, CONFIG, SequenceNumber.ZERO));
        }
        List<Long> found = replay(saved);
        assertThat(found).doesNotHaveDuplicates().isSorted();
        if (stop == Long.MAX_VALUE) {
            assertThat(found).hasSizeLessThan(RECORDS);
            for (WalSalvage.Loss loss : losses) {
                for (long at = loss.first().value(); at <= loss.last().value(); at++) {
                    found.add(at);
                }
                assertThat(loss.reason()).isNotEmpty();
            }
            assertThat(found).doesNotHaveDuplicates().hasSizeLessThanOrEqualTo(RECORDS);
            long last = found.stream().mapToLong(Long::longValue).max().orElse(0);
            assertThat(found).hasSize((int) last);
        }
        assertThat(WalSalvage.run(saved, CONFIG, SequenceNumber.ZERO)).isEmpty();
    }

    /// Whether only zeros were hit that fill up to the next record, which nothing speaks of.
    ///
    /// @throws AssertionError if damage passes for something else
    private static boolean isWhole(CrashableStorage storage, List<String> payloads) {
        List<String> found = new ArrayList<>();
        try {
            WalReplay.replay(
                    storage,
                    CONFIG,
                    SequenceNumber.ZERO,
                    (_, _, payload, length) -> found.add(content(payload, length)));
        } catch (EngineException.Corrupt e) {
            assertThat(e).hasMessageContaining("/crashable/wal/");
            return false;
        }
        assertThat(found).isEqualTo(payloads);
        return true;
    }

    private static String content(byte[] payload, int length) {
        return new String(payload, 0, length, StandardCharsets.ISO_8859_1);
    }

    /// @param payloads receives those of the records
    private static CrashableStorage written(SplittableRandom random, List<String> payloads) {
        CrashableStorage storage = new CrashableStorage();
        try (Wal wal = Wal.open(storage, CONFIG, SequenceNumber.ZERO)) {
            for (int index = 1; index <= RECORDS; index++) {
                byte[] payload = new byte[random.nextInt(10_000)];
                random.nextBytes(payload);
                payloads.add(content(payload, payload.length));
                wal.append((byte) 0, payload, 0, payload.length).await();
            }
        }
        return storage;
    }

    /// Never in the mark at the end of the log, behind which there is nothing to lose.
    private static void damage(CrashableStorage storage, SplittableRandom random) {
        List<String> files = storage.list(FileName.WAL_FOLDER);
        int victim = random.nextInt(files.size());
        if (files.size() > 2 && victim < files.size() - 1 && random.nextInt(4) == 0) {
            storage.delete(files.get(victim));
            storage.syncFolder(FileName.WAL_FOLDER);
            return;
        }
        for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
            long bytes = contentBytes(storage, files.get(victim));
            storage.flipBit(files.get(victim), random.nextLong(8 * (bytes - 40)));
        }
    }

    /// Without the zeros that were reserved for more.
    private static long contentBytes(CrashableStorage storage, String name) {
        try (ReadFile file = storage.open(name)) {
            byte[] bytes = new byte[(int) file.size()];
            file.read(0, ByteBuffer.wrap(bytes));
            int end = bytes.length;
            while (bytes[end - 1] == 0) {
                end--;
            }
            return end;
        }
    }

    private static List<Long> replay(CrashableStorage storage) {
        List<Long> found = new ArrayList<>();
        WalReplay.replay(
                storage,
                CONFIG,
                SequenceNumber.ZERO,
                (sequence, _, _, _) -> found.add(sequence.value()));
        return found;
    }
}
