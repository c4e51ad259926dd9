package dev.tidalite.bench.profile;

import dev.tidalite.bench.report.Figure;

import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedMethod;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordingFile;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The samples of Java code of some recordings, counted by method.
final class Recording {
    private static final String SAMPLE = "jdk.ExecutionSample";
    private static final String OURS = "dev.tidalite.";

    private final Map<String, Integer> tops = new HashMap<>();
    private final Map<String, Integer> callers = new HashMap<>();
    private int sampleCount;

    void add(Path file) throws IOException {
        try (RecordingFile recording = new RecordingFile(file)) {
            while (recording.hasMoreEvents()) {
                RecordedEvent event = recording.readEvent();
                RecordedStackTrace stack = event.getStackTrace();
                if (event.getEventType().getName().equals(SAMPLE) && stack != null) {
                    add(stack.getFrames());
                }
            }
        }
    }

    private void add(List<RecordedFrame> frames) {
        if (frames.isEmpty()) {
            return;
        }
        sampleCount++;
        tops.merge(name(frames.getFirst().getMethod()), 1, Integer::sum);
        Set<String> seen = new HashSet<>();
        for (RecordedFrame frame : frames) {
            String name = name(frame.getMethod());
            String type = frame.getMethod().getType().getName();
            if (type.startsWith(OURS) && !type.contains(".bench.") && seen.add(name)) {
                callers.merge(name, 1, Integer::sum);
            }
        }
    }

    private static String name(RecordedMethod method) {
        String type = method.getType().getName();
        return type.substring(type.lastIndexOf('.') + 1) + '.' + method.getName();
    }

    int sampleCount() {
        return sampleCount;
    }

    /// The methods that were on top most often, then those of this engine that were on the stack.
    List<Figure> figures(int most) {
        List<Figure> figures = new ArrayList<>();
        add(figures, tops, "on top", most);
        add(figures, callers, "on the stack", most);
        return figures;
    }

    private void add(List<Figure> figures, Map<String, Integer> counts, String what, int most) {
        counts.entrySet().stream()
                .sorted(
                        Map.Entry.<String, Integer>comparingByValue()
                                .reversed()
                                .thenComparing(Map.Entry.comparingByKey(Comparator.naturalOrder())))
                .limit(most)
                .forEach(entry ->
                        figures.add(
                                Figure.of(
                                        entry.getKey(),
                                        what,
                                        "%",
                                        100.0 * entry.getValue() / sampleCount)));
    }
}
