package dev.tidalite.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

import dev.tidalite.lp.LineSink;

import org.junit.jupiter.api.Test;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Who may import whom: the table of the architecture, as a test.
final class ArchitectureTest {
    private static final String ROOT = "dev.tidalite.engine";
    private static final String INTERNAL = ROOT + ".internal.";

    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages(ROOT);

    /// Everybody may import these.
    private static final Set<String> FLOOR =
            Set.of("storage", "record", "codec", "merge", "runtime");

    private static final Set<String> STORES =
            Set.of("catalog", "wal", "memtable", "segment", "manifest");

    /// The stores that each mover connects.
    private static final Map<String, Set<String>> MOVERS =
            Map.of(
                    "ingest", Set.of("catalog", "wal", "memtable"),
                    "flush", Set.of("catalog", "wal", "memtable", "segment", "manifest"),
                    "compaction", Set.of("catalog", "segment", "manifest"),
                    "retention", Set.of("catalog", "segment", "manifest"),
                    "recovery", Set.of("catalog", "wal", "memtable", "manifest"),
                    "scan", Set.of("catalog", "memtable", "segment"));

    /// What is a value that two areas speak of, and not the store itself.
    private static final Set<String> VALUES =
            Set.of(
                    INTERNAL + "segment.SegmentId",
                    INTERNAL + "segment.SegmentMeta",
                    INTERNAL + "manifest.SegmentSet");

    /// The classes that wire the areas; nobody imports them.
    private static final Set<String> WIRING =
            Set.of("Engine", "EngineCore", "EngineOpening", "Background", "Appender");

    @Test
    void everyAreaIsInTheTable() {
        Set<String> areas = new TreeSet<>();
        for (JavaClass type : CLASSES) {
            if (isInternal(type)) {
                areas.add(area(type));
            }
        }
        Set<String> known = new TreeSet<>(FLOOR);
        known.addAll(STORES);
        known.addAll(MOVERS.keySet());
        assertThat(areas).isEqualTo(known);
    }

    @Test
    void areasImportOnlyWhatTheTableAllows() {
        assertThat(forbidden()).isEmpty();
    }

    private static Collection<String> forbidden() {
        Set<String> forbidden = new TreeSet<>();
        for (JavaClass type : CLASSES) {
            if (!isInternal(type)) {
                continue;
            }
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                JavaClass target = dependency.getTargetClass();
                if (isInternal(target) && !mayImport(type, target)) {
                    forbidden.add(type.getName() + " imports " + target.getName());
                }
            }
        }
        return forbidden;
    }

    private static boolean mayImport(JavaClass from, JavaClass target) {
        String area = area(from);
        String wanted = area(target);
        return area.equals(wanted)
                || FLOOR.contains(wanted)
                || VALUES.contains(target.getName()) && !FLOOR.contains(area)
                || MOVERS.getOrDefault(area, Set.of()).contains(wanted);
    }

    @Test
    void nobodyImportsTheWiring() {
        List<String> imports =
                dependencies()
                        .filter(d -> isInternal(d.getOriginClass()))
                        .filter(d -> WIRING.contains(d.getTargetClass().getSimpleName()))
                        .filter(d -> d.getTargetClass().getPackageName().equals(ROOT))
                        .map(Dependency::getDescription)
                        .toList();
        assertThat(imports).isEmpty();
    }

    @Test
    void lineProtocolStopsAtIngest() {
        String lp = LineSink.class.getPackageName();
        Set<String> areas =
                dependencies()
                        .filter(d -> d.getTargetClass().getPackageName().startsWith(lp))
                        .map(Dependency::getOriginClass)
                        .filter(ArchitectureTest::isInternal)
                        .map(ArchitectureTest::area)
                        .collect(Collectors.toSet());
        assertThat(areas).containsExactly("ingest");
    }

    @Test
    void parquetStopsAtSegment() {
        Set<String> areas =
                dependencies()
                        .filter(d -> d.getTargetClass().getName().contains(".segment.parquet."))
                        .map(Dependency::getOriginClass)
                        .filter(ArchitectureTest::isInternal)
                        .map(ArchitectureTest::area)
                        .collect(Collectors.toSet());
        assertThat(areas).containsExactly("segment");
    }

    @Test
    void filesStopAtStorage() {
        Set<String> users =
                dependencies()
                        .filter(d -> isFileAccess(d.getTargetClass()))
                        .map(d -> d.getOriginClass().getName())
                        .filter(name -> !name.startsWith(INTERNAL + "storage."))
                        .collect(Collectors.toSet());
        assertThat(users).isSubsetOf(INTERNAL + "recovery.Backup");
    }

    private static boolean isFileAccess(JavaClass target) {
        return target.getName().equals("java.nio.file.Files")
                || target.getName().equals("java.nio.channels.FileChannel")
                || target.getPackageName().equals("java.io") && target.getName().contains("File");
    }

    @Test
    void noInternalTypeInAnExportedSignature() {
        Set<String> leaks = new TreeSet<>();
        for (JavaClass type : CLASSES) {
            if (isInternal(type) || !type.getModifiers().contains(JavaModifier.PUBLIC)) {
                continue;
            }
            type.getMembers().stream()
                    .filter(member -> member.getModifiers().contains(JavaModifier.PUBLIC))
                    .filter(member ->
                            member.getAllInvolvedRawTypes().stream()
                                    .filter(t -> !t.equals(type))
                                    .anyMatch(ArchitectureTest::isInternal))
                    .forEach(member -> leaks.add(member.getFullName()));
        }
        assertThat(leaks).isEmpty();
    }

    private static Stream<Dependency> dependencies() {
        return CLASSES.stream().flatMap(type -> type.getDirectDependenciesFromSelf().stream());
    }

    private static boolean isInternal(JavaClass type) {
        return type.getPackageName().startsWith(INTERNAL.substring(0, INTERNAL.length() - 1));
    }

    /// The name behind `internal`.
    private static String area(JavaClass type) {
        String rest = type.getPackageName().substring(INTERNAL.length());
        int dot = rest.indexOf('.');
        return dot < 0 ? rest : rest.substring(0, dot);
    }
}
