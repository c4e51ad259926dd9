package dev.tidalite.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/// Compiles and runs every example of `docs/user/flight.md` against the real process.
class FlightDocTest {
    private static final Path FILE = Path.of("../docs/user/flight.md");
    private static final Pattern LINES = Pattern.compile("(?s)```lp\n(.*?)\n```");
    private static final Pattern EXAMPLE =
            Pattern.compile("(?s)## ([^\n]*)\n(?:(?!##).)*?```java\n(.*?)\n```\n```text\n(.*?)```");
    private static final String TOKEN = "doc-token";

    @TempDir static Path folder = Path.of("");
    private static ServerProcess server;
    private static String text = "";

    @BeforeAll
    static void start() throws Exception {
        server = new ServerProcess(folder.resolve("data"), "--token", TOKEN);
        text = Files.readString(FILE);
        Matcher lines = LINES.matcher(text);
        assertThat(lines.find()).isTrue();
        int status =
                server.post(
                                "/api/v2/write?bucket=home",
                                lines.group(1),
                                "Authorization",
                                "Token " + TOKEN)
                        .statusCode();
        assertThat(status).isEqualTo(204);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @TestFactory
    List<DynamicTest> examples() {
        List<DynamicTest> tests = new ArrayList<>();
        Matcher example = EXAMPLE.matcher(text);
        while (example.find()) {
            String name = "Example" + tests.size();
            String code = example.group(2);
            String printed = example.group(3);
            tests.add(
                    DynamicTest.dynamicTest(
                            example.group(1),
                            () -> assertThat(run(name, code)).isEqualTo(printed)));
        }
        assertThat(tests).hasSize(3);
        return tests;
    }

    /// What the example prints.
    private static String run(String name, String code) throws Exception {
        Path source = folder.resolve(name + ".java");
        Files.writeString(source, program(name, code));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        ByteArrayOutputStream complaints = new ByteArrayOutputStream();
        int failed =
                compiler.run(
                        null,
                        complaints,
                        complaints,
                        "-nowarn",
                        "-proc:none",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-d",
                        folder.toString(),
                        source.toString());
        assertThat(failed).as(complaints.toString(StandardCharsets.UTF_8)).isZero();
        PrintStream console = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
            loader.loadClass(name).getMethod("run").invoke(null);
        } finally {
            System.setOut(console);
        }
        return printed.toString(StandardCharsets.UTF_8);
    }

    private static String program(String name, String code) throws IOException {
        String imports =
                code.lines()
                        .filter(line -> line.startsWith("import "))
                        .collect(Collectors.joining("\n"));
        String body =
                code.lines()
                        .filter(line -> !line.startsWith("import "))
                        .collect(Collectors.joining("\n"));
        String program =
                imports
                        + "\npublic class "
                        + name
                        + " {\n    public static void run() throws Exception {\n"
                        + body
                        + "\n    }\n}\n";
        return program.replace("127.0.0.1:8181", URI.create(server.address()).getAuthority())
                .replace("TOKEN", TOKEN);
    }
}
