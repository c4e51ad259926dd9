package dev.tidalite.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlotTest {
    @Test
    void theHighestFillsItsColumnAndTheLowestStillShows() {
        assertThat(Plot.draw(new double[] {0, 4, 8, Double.NaN}, 2))
                .isEqualTo(
                        """
                              6.00 │ ▁█\s
                              2.00 │▁██\s
                        """
                                .indent(0));
    }

    @Test
    void equalValuesAreAFlatLine() {
        assertThat(Plot.draw(new double[] {3, 3}, 1)).isEqualTo("      3.50 │▁▁\n");
    }
}
