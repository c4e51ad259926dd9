package dev.tidalite.bench.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What one run of a benchmark found. Immutable.
///
/// @param bench the benchmark's name, that of its command
/// @param about what is measured, in a sentence or a few; may be empty
/// @param command that repeats it; may be empty
/// @param settings that make the figures what they are, in the order in which they are to be told
/// @param versions of everything measured, by name
/// @param machine that it ran on
/// @param figures in the order in which they are to be told
public record Report(
        String bench,
        String about,
        String command,
        Map<String, String> settings,
        Map<String, String> versions,
        Machine machine,
        List<Figure> figures) {
    public Report {
        settings = ordered(settings);
        versions = ordered(versions);
        figures = List.copyOf(figures);
    }

    /// A report of this machine.
    public static Report of(
            String bench,
            Map<String, String> settings,
            Map<String, String> versions,
            List<Figure> figures) {
        return new Report(bench, "", "", settings, versions, Machine.current(), figures);
    }

    /// The same with what its reader wants to know first.
    Report told(String of, String by) {
        return new Report(bench, of, by, settings, versions, machine, figures);
    }

    private static Map<String, String> ordered(Map<String, String> map) {
        return java.util.Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }

    /// This report and what another run found: samples of the same figure come together, further
    /// figures and versions behind. The settings stay these.
    public Report with(Report other) {
        List<Figure> all = new ArrayList<>(figures);
        for (Figure figure : other.figures) {
            int at = 0;
            while (at < all.size() && !all.get(at).isSameAs(figure)) {
                at++;
            }
            if (at == all.size()) {
                all.add(figure);
            } else {
                all.set(at, all.get(at).with(figure));
            }
        }
        Map<String, String> allVersions = new LinkedHashMap<>(versions);
        allVersions.putAll(other.versions);
        return new Report(bench, about, command, settings, allVersions, machine, all);
    }
}
