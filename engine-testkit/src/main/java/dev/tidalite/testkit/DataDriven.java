package dev.tidalite.testkit;

import org.junit.jupiter.api.AssertionFailureBuilder;
import org.junit.jupiter.api.DynamicTest;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Runs tests that are text: commands, a line `----`, and what they must print.
///
/// ```
/// # a comment belongs to the case below it
/// write rows=2 sync
/// crash
/// ----
/// recovered rows=2
/// ```
///
/// A case ends at the first blank line behind its expectation; an expectation that holds blank
/// lines itself is fenced by `----` doubled (`----` twice to open, twice to close). The commands of
/// a case reach the handler as one [Case]; what the handler returns is compared to the letter, but
/// for trailing white space. `-Dtidalite.rewrite=true` writes what was returned into the source
/// file.
public final class DataDriven {
    private static final String FENCE = "----";

    private DataDriven() {}

    /// One case of a file.
    ///
    /// @param lineNumber 1-based place in the file
    /// @param input its commands, joined by newlines, comments left out
    /// @param expected what they must print, without the last newline
    public record Case(int lineNumber, String input, String expected) {
        /// The commands, one a line.
        public List<Command> commands() {
            return input.lines().filter(l -> !l.isBlank()).map(Command::parse).toList();
        }
    }

    /// A command line: a word, then `key=value` options and bare words, separated by spaces. A
    /// value with spaces is quoted: `line="m f=1"`; within the quotes `\"` is a quote.
    ///
    /// @param name the first word
    /// @param arguments the rest, in order
    public record Command(String name, List<String> arguments) {
        static Command parse(String line) {
            List<String> words = new ArrayList<>();
            StringBuilder word = new StringBuilder();
            boolean quoted = false;
            for (int i = 0; i < line.length(); i++) {
                char c = line.charAt(i);
                if (c == '\\' && quoted && i + 1 < line.length()) {
                    i++;
                    word.append(line.charAt(i));
                } else if (c == '"') {
                    quoted = !quoted;
                } else if (c == ' ' && !quoted) {
                    if (!word.isEmpty()) {
                        words.add(word.toString());
                        word.setLength(0);
                    }
                } else {
                    word.append(c);
                }
            }
            if (!word.isEmpty()) {
                words.add(word.toString());
            }
            return new Command(words.get(0), List.copyOf(words.subList(1, words.size())));
        }

        /// The value of an option `key=…`, or a default if it was not given.
        public String option(String key, String otherwise) {
            String prefix = key + "=";
            return arguments.stream()
                    .filter(a -> a.startsWith(prefix))
                    .map(a -> a.substring(prefix.length()))
                    .findFirst()
                    .orElse(otherwise);
        }

        /// The value of an option `key=…` as a number, or a default if it was not given.
        public long number(String key, long otherwise) {
            return Long.parseLong(option(key, Long.toString(otherwise)));
        }

        /// Whether a bare word was given.
        public boolean has(String word) {
            return arguments.contains(word);
        }
    }

    /// A test for each case of a resource; all cases of the file share one handler, so that later
    /// cases see what earlier ones left behind.
    ///
    /// @param owner the test class; the resource lies in its package
    /// @param resource the file's name
    /// @param handler turns a case into what it prints
    public static Stream<DynamicTest> run(
            Class<?> owner, String resource, Function<Case, String> handler) {
        List<Case> cases = parse(read(owner, resource));
        if (cases.isEmpty()) {
            throw new IllegalArgumentException(resource + " holds no case");
        }
        List<String> actual = new ArrayList<>();
        return cases.stream()
                .map(c ->
                        DynamicTest.dynamicTest(
                                resource + ":" + c.lineNumber() + " " + title(c),
                                () -> {
                                    String got = strip(handler.apply(c));
                                    actual.add(got);
                                    if (!Boolean.getBoolean("tidalite.rewrite")) {
                                        check(resource, c, got);
                                    } else if (actual.size() == cases.size()) {
                                        rewrite(owner, resource, cases, actual);
                                    }
                                }));
    }

    /// As [#run(Class, String, Function)], with a fresh handler for each case.
    public static Stream<DynamicTest> runEach(
            Class<?> owner, String resource, Supplier<Function<Case, String>> handlers) {
        return run(owner, resource, c -> handlers.get().apply(c));
    }

    private static void check(String resource, Case c, String got) {
        if (!got.equals(strip(c.expected()))) {
            AssertionFailureBuilder.assertionFailure()
                    .message(resource + ":" + c.lineNumber() + "\n" + c.input())
                    .expected(strip(c.expected()))
                    .actual(got)
                    .buildAndThrow();
        }
    }

    private static String title(Case c) {
        String first = c.input().lines().findFirst().orElse("");
        return first.length() > 60 ? first.substring(0, 60) + "…" : first;
    }

    /// The cases of a text.
    static List<Case> parse(String text) {
        List<Case> cases = new ArrayList<>();
        List<String> lines = text.lines().toList();
        int at = 0;
        while (at < lines.size()) {
            if (lines.get(at).isBlank()) {
                at++;
                continue;
            }
            int start = at;
            List<String> input = new ArrayList<>();
            while (at < lines.size() && !lines.get(at).equals(FENCE)) {
                if (!lines.get(at).startsWith("#")) {
                    input.add(lines.get(at));
                }
                at++;
            }
            if (at == lines.size()) {
                if (input.stream().anyMatch(l -> !l.isBlank())) {
                    throw new IllegalArgumentException(
                            "line " + (start + 1) + ": no ---- ends this case");
                }
                break;
            }
            at++;
            boolean fenced = at < lines.size() && lines.get(at).equals(FENCE);
            List<String> expected = new ArrayList<>();
            at += fenced ? 1 : 0;
            while (at < lines.size() && !ends(lines, at, fenced)) {
                expected.add(lines.get(at++));
            }
            at += fenced ? 2 : 0;
            String commands = String.join("\n", input).strip();
            cases.add(new Case(start + 1, commands, String.join("\n", expected)));
        }
        return cases;
    }

    private static boolean ends(List<String> lines, int at, boolean fenced) {
        return fenced
                ? lines.get(at).equals(FENCE)
                        && at + 1 < lines.size()
                        && lines.get(at + 1).equals(FENCE)
                : lines.get(at).isBlank();
    }

    private static String strip(String text) {
        return String.join("\n", text.lines().map(String::stripTrailing).toList()).stripTrailing();
    }

    private static String read(Class<?> owner, String resource) {
        try (InputStream in = owner.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalArgumentException(
                        "no resource " + resource + " beside " + owner.getName());
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void rewrite(
            Class<?> owner, String resource, List<Case> cases, List<String> actual) {
        Path file =
                Path.of("src/test/resources")
                        .resolve(owner.getPackageName().replace('.', '/'))
                        .resolve(resource);
        try {
            List<String> lines = new ArrayList<>();
            List<String> old = Files.readAllLines(file);
            for (int i = 0; i < cases.size(); i++) {
                Case c = cases.get(i);
                int line = c.lineNumber() - 1;
                while (!old.get(line).equals(FENCE)) {
                    lines.add(old.get(line++));
                }
                String output = i < actual.size() ? actual.get(i) : c.expected();
                boolean fenced = output.lines().anyMatch(String::isBlank);
                String fence = fenced ? FENCE + "\n" + FENCE : FENCE;
                lines.add(fence);
                lines.addAll(Arrays.asList(output.split("\n", -1)));
                if (fenced) {
                    lines.add(fence);
                }
                lines.add("");
            }
            lines.removeLast();
            Files.writeString(file, String.join("\n", lines) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
