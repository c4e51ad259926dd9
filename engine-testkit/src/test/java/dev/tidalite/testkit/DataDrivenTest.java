package dev.tidalite.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidalite.testkit.DataDriven.Case;
import dev.tidalite.testkit.DataDriven.Command;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

class DataDrivenTest {
    @TestFactory
    Stream<DynamicTest> commandsAreSplitAndAnswersCompared() {
        return DataDriven.run(DataDrivenTest.class, "commands.txt", DataDrivenTest::print);
    }

    private static String print(Case c) {
        return c.commands().stream()
                .map(command -> command.name() + command.arguments())
                .collect(Collectors.joining("\n"));
    }

    @Test
    void aFenceLetsAnAnswerHoldBlankLines() {
        List<Case> cases = DataDriven.parse("a\n----\n----\nx\n\ny\n----\n----\n\nb\n----\nz\n");

        assertThat(cases).hasSize(2);
        assertThat(cases.get(0).expected()).isEqualTo("x\n\ny");
        assertThat(cases.get(1).input()).isEqualTo("b");
    }

    @Test
    void aCaseWithoutAnAnswerIsRefused() {
        assertThatThrownBy(() -> DataDriven.parse("write\n"))
                .hasMessage("line 1: no ---- ends this case");
    }

    @Test
    void optionsHaveNamesNumbersAndDefaults() {
        Command command = new Case(1, "write rows=2 sync line=\"m f=1\"", "").commands().getFirst();

        assertThat(command.number("rows", 0)).isEqualTo(2);
        assertThat(command.number("bytes", 7)).isEqualTo(7);
        assertThat(command.option("line", "")).isEqualTo("m f=1");
        assertThat(command.has("sync")).isTrue();
    }
}
