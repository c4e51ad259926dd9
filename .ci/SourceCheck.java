import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/// Checks every Java source of the project: google-java-format (AOSP), lines of at most 100
/// characters, methods of at most 70 lines, files of at most 700. `fix` formats in place instead.
///
/// Run by the build in the JDK that compiles the project, because a formatter needs a parser of the
/// same language level, and Maven itself may run on an older one.
public final class SourceCheck {
    private static final int LINE_CHARS_MAX = 100;
    private static final int METHOD_LINES_MAX = 70;
    private static final int FILE_LINES_MAX = 700;

    private static final Pattern COMMENT = Pattern.compile("(\\s*///? +).*");

    private SourceCheck() {}

    public static void main(String[] args) throws IOException {
        boolean fix = args[0].equals("fix");
        Path root = Path.of(args[1]);
        List<Path> sources = sources(root);
        Formatter formatter =
                new Formatter(
                        JavaFormatterOptions.builder()
                                .style(JavaFormatterOptions.Style.AOSP)
                                .formatJavadoc(false)
                                .build());
        ConcurrentLinkedQueue<String> complaints = new ConcurrentLinkedQueue<>();
        sources.parallelStream().forEach(source -> check(formatter, root, source, fix, complaints));
        if (!complaints.isEmpty()) {
            complaints.stream().sorted().forEach(System.err::println);
            System.err.println(
                    complaints.size()
                            + " complaint(s). Formatting is mended by: mvn -q validate -N -Pformat");
            System.exit(1);
        }
    }

    private static List<Path> sources(Path root) throws IOException {
        List<Path> sources = new ArrayList<>();
        try (Stream<Path> modules = Files.list(root)) {
            for (Path module : modules.filter(m -> Files.isDirectory(m.resolve("src"))).toList()) {
                try (Stream<Path> files = Files.walk(module.resolve("src"))) {
                    files.filter(f -> f.toString().endsWith(".java")).forEach(sources::add);
                }
            }
        }
        sources.sort(null);
        return sources;
    }

    private static void check(
            Formatter formatter,
            Path root,
            Path source,
            boolean fix,
            ConcurrentLinkedQueue<String> complaints) {
        String name = root.relativize(source).toString();
        try {
            String text = Files.readString(source);
            String formatted =
                    formatter.formatSourceAndFixImports(fix ? wrapComments(text) : text);
            if (fix && !formatted.equals(text)) {
                Files.writeString(source, formatted);
            } else if (!fix) {
                if (!formatted.equals(text)) {
                    complaints.add(name + ": not formatted");
                }
                measure(source, name, text, complaints);
            }
        } catch (Exception e) {
            complaints.add(name + ": " + e.getMessage());
        }
    }

    /// Moves what stands beyond the line limit of a `///` or `//` line to the next line of the same
    /// comment.
    private static String wrapComments(String text) {
        List<String> lines = new ArrayList<>(text.lines().toList());
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            Matcher comment = COMMENT.matcher(line);
            if (line.length() <= LINE_CHARS_MAX || !comment.matches()) {
                continue;
            }
            String prefix = comment.group(1);
            int cut = line.lastIndexOf(' ', LINE_CHARS_MAX);
            if (cut <= prefix.length()) {
                continue;
            }
            String rest = line.substring(cut + 1);
            lines.set(i, line.substring(0, cut));
            String next = i + 1 < lines.size() ? lines.get(i + 1) : "";
            Matcher follower = COMMENT.matcher(next);
            if (follower.matches()
                    && follower.group(1).strip().equals(prefix.strip())
                    && follower.group(1).length() >= prefix.length()
                    && Character.isLetter(next.charAt(follower.group(1).length()))) {
                String inner = follower.group(1);
                lines.set(i + 1, inner + rest + " " + next.substring(inner.length()));
            } else {
                lines.add(i + 1, prefix + rest);
            }
        }
        return String.join("\n", lines) + "\n";
    }

    private static void measure(
            Path source, String name, String text, ConcurrentLinkedQueue<String> complaints)
            throws IOException {
        List<String> lines = text.lines().toList();
        if (lines.size() > FILE_LINES_MAX) {
            complaints.add(
                    name + ": " + lines.size() + " lines, at most " + FILE_LINES_MAX + " allowed");
        }
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.length() > LINE_CHARS_MAX
                    && !line.startsWith("import ")
                    && !line.contains("http")
                    && !line.contains("\"")) {
                complaints.add(
                        name + ":" + (i + 1) + ": over " + LINE_CHARS_MAX + " characters a line");
            }
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (var files = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task =
                    (JavacTask)
                            compiler.getTask(
                                    null,
                                    files,
                                    diagnostic -> {},
                                    List.of("-proc:none"),
                                    null,
                                    files.getJavaFileObjects(source));
            SourcePositions positions = Trees.instance(task).getSourcePositions();
            for (CompilationUnitTree unit : task.parse()) {
                new TreePathScanner<Void, Void>() {
                    @Override
                    public Void visitMethod(MethodTree method, Void unused) {
                        if (method.getBody() != null) {
                            long first = line(positions.getStartPosition(unit, method.getBody()));
                            long last = line(positions.getEndPosition(unit, method.getBody()));
                            if (last - first + 1 > METHOD_LINES_MAX) {
                                complaints.add(
                                        name + ":" + first + ": method " + method.getName()
                                                + " has " + (last - first + 1)
                                                + " lines, at most " + METHOD_LINES_MAX
                                                + " allowed");
                            }
                        }
                        return super.visitMethod(method, unused);
                    }

                    private long line(long position) {
                        return unit.getLineMap().getLineNumber(position);
                    }
                }.scan(unit, null);
            }
        }
    }
}
