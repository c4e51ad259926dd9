package dev.tidalite.lp.internal.parse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidalite.testkit.Seeds;

import org.junit.jupiter.api.Test;

import java.util.HashSet;
import java.util.Set;

final class KeyHashTest {
    /// Equal wherever it lies and whatever lies around it; another one if a bit of it is.
    @Test
    void theBytesOfTheKeyAndNothingElseCount() {
        Seeds.forEach(
                20_000,
                random -> {
                    byte[] key = new byte[1 + random.nextInt(100)];
                    random.nextBytes(key);
                    long hash = KeyHash.of(key, 0, key.length);
                    int from = random.nextInt(20);
                    byte[] around = new byte[from + key.length + random.nextInt(20)];
                    random.nextBytes(around);
                    System.arraycopy(key, 0, around, from, key.length);
                    assertThat(KeyHash.of(around, from, from + key.length)).isEqualTo(hash);
                    key[random.nextInt(key.length)] ^= (byte) (1 << random.nextInt(8));
                    assertThat(KeyHash.of(key, 0, key.length)).isNotEqualTo(hash);
                });
    }

    /// Keys that count up, of every length: no more than a few in the same one of 2^20 slots.
    @Test
    void keysThatDifferLittleAreSpread() {
        for (int length = 3; length <= 40; length++) {
            byte[] key = new byte[length];
            Set<Long> slots = new HashSet<>();
            for (int i = 0; i < 10_000; i++) {
                for (int digit = length - 1, rest = i; digit >= 0; digit--, rest /= 10) {
                    key[digit] = (byte) ('0' + rest % 10);
                }
                slots.add(KeyHash.of(key, 0, length) & (1 << 20) - 1);
            }
            int distinct = (int) Math.min(10_000, Math.pow(10, length));
            assertThat(slots.size()).as("length %s", length).isGreaterThan(distinct * 98 / 100);
        }
    }
}
