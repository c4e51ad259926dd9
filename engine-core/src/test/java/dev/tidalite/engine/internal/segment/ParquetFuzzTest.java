package dev.tidalite.engine.internal.segment;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

import dev.tidalite.engine.EngineException;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// Files of a fuzzer. A usual build runs the corpus beside this class in the resources; `-Pnightly`
/// lets Jazzer look for new ones, guided by the branches they take.
final class ParquetFuzzTest {
    private static final Path NAME = Path.of("fuzz.parquet");

    /// How our facts begin: without them a file is another program's, and no checksum is asked for.
    private static final byte[] OURS = "tidalite.".getBytes(StandardCharsets.UTF_8);

    @FuzzTest(maxDuration = "10m")
    void isReadOrCorrupt(byte[] content) {
        read(content);
        byte[] foreign = content.clone();
        for (int at = 0; at + OURS.length <= foreign.length; at++) {
            if (startsAt(foreign, at)) {
                foreign[at] = 'T';
            }
        }
        read(foreign);
    }

    private static boolean startsAt(byte[] content, int at) {
        for (int i = 0; i < OURS.length; i++) {
            if (content[at + i] != OURS[i]) {
                return false;
            }
        }
        return true;
    }

    /// Whatever else is thrown, an [OutOfMemoryError] too, is a finding.
    private static void read(byte[] content) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment bytes = arena.allocate(content.length);
            MemorySegment.copy(content, 0, bytes, ValueLayout.JAVA_BYTE, 0, content.length);
            Everything.read(bytes, NAME);
        } catch (EngineException.Corrupt e) {
            assertThat(e).hasMessageContaining(NAME.toString());
        }
    }
}
