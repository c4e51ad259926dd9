package dev.tidalite.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

class SeedsTest {
    @Test
    void everyRoundHasItsOwnSeed() {
        List<Long> drawn = new ArrayList<>();

        Seeds.forEach(20, random -> drawn.add(random.nextLong()));

        assertThat(drawn).hasSize(20).doesNotHaveDuplicates();
    }

    @Test
    void aFailureNamesTheSeedThatRepeatsIt() {
        assertThatThrownBy(() ->
                        Seeds.forEach(
                                5,
                                random -> {
                                    throw new IllegalStateException("wrong");
                                }))
                .isInstanceOf(AssertionError.class)
                .hasMessageMatching("round 0 failed; repeat it with -Dtidalite.seed=-?\\d+")
                .hasRootCauseMessage("wrong");
    }
}
