package dev.tidalite.engine.internal.merge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidalite.testkit.Seeds;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;

class TextOrderTest {
    @Test
    void textsComeInTheOrderOfTheirBytes() {
        Seeds.forEach(
                300,
                random -> {
                    byte[][] texts = shuffled(random);
                    int[] order = TextOrder.of(texts, texts.length);
                    byte[][] expected = texts.clone();
                    Arrays.sort(expected, Arrays::compareUnsigned);
                    assertThat(Arrays.stream(order).mapToObj(i -> texts[i]).toArray(byte[][]::new))
                            .isEqualTo(expected);
                });
    }

    @Test
    void onlyTheFirstOnesCount() {
        byte[][] texts = {{2}, {1}, null};
        assertThat(TextOrder.of(texts, 2)).containsExactly(1, 0);
        assertThat(TextOrder.of(texts, 0)).isEmpty();
    }

    /// Distinct texts of few letters, some zero, with beginnings and middles in common.
    private static byte[][] shuffled(SplittableRandom random) {
        int letters = random.nextInt(1, 4);
        int common = random.nextInt(20);
        int lengthMax = random.nextInt(1, 30);
        TreeSet<byte[]> distinct = new TreeSet<>(Arrays::compareUnsigned);
        for (int i = random.nextInt(300); i >= 0; i--) {
            byte[] text = new byte[common + random.nextInt(lengthMax + 1)];
            Arrays.fill(text, 0, common, (byte) -7);
            for (int at = common; at < text.length; at++) {
                text[at] = (byte) (random.nextInt(letters + 1) * -63);
            }
            distinct.add(text);
        }
        List<byte[]> texts = new ArrayList<>(distinct);
        for (int i = texts.size() - 1; i > 0; i--) {
            texts.set(i, texts.set(random.nextInt(i + 1), texts.get(i)));
        }
        return texts.toArray(new byte[0][]);
    }
}
