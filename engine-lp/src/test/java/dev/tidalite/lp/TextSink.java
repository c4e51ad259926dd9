package dev.tidalite.lp;

import java.util.ArrayList;
import java.util.List;

/// Writes down what a decoder says, one text for each line; checks the order of the calls.
final class TextSink implements LineSink {
    final List<String> lines = new ArrayList<>();

    private final byte[] bytes;
    private final boolean knowing;
    private final java.util.Map<String, String> series = new java.util.HashMap<>();
    private final java.util.Map<Integer, List<String>> layouts = new java.util.HashMap<>();

    private StringBuilder line = new StringBuilder();
    private String key = "";
    private boolean known;
    private int fieldCount;
    private int layout;
    private List<String> keys = new ArrayList<>();

    /// @param knowing whether it says that it knows a series that it was told of before
    TextSink(byte[] bytes, boolean knowing) {
        this.bytes = bytes;
        this.knowing = knowing;
    }

    @Override
    public boolean series(int from, int to, long hash) {
        line = new StringBuilder();
        fieldCount = 0;
        keys = new ArrayList<>();
        key = hash + " " + Escapes.string(bytes, from, to, false);
        String told = series.get(key);
        known = knowing && told != null;
        if (known) {
            line.append(told);
        }
        return known;
    }

    @Override
    public void measurement(int from, int to, boolean escaped) {
        assert !known && line.isEmpty();
        line.append(Escapes.measurement(bytes, from, to, escaped));
    }

    @Override
    public void tag(
            int keyFrom,
            int keyTo,
            boolean keyEscaped,
            int valueFrom,
            int valueTo,
            boolean valueEscaped) {
        assert !known;
        line.append(" [").append(Escapes.key(bytes, keyFrom, keyTo, keyEscaped)).append("]=[");
        line.append(Escapes.key(bytes, valueFrom, valueTo, valueEscaped)).append("]");
    }

    private StringBuilder field(int layout, int index, int keyFrom, int keyTo, boolean keyEscaped) {
        assert index == fieldCount;
        assert layout >= 0;
        if (index == 0) {
            series.put(key, line.toString());
            this.layout = layout;
        }
        assert layout == this.layout;
        fieldCount++;
        keys.add(keyEscaped + Escapes.string(bytes, keyFrom, keyTo, false));
        String text = Escapes.key(bytes, keyFrom, keyTo, keyEscaped);
        return line.append(" {").append(text).append("}=");
    }

    @Override
    public void floatField(
            int layout, int index, int keyFrom, int keyTo, boolean keyEscaped, double v) {
        field(layout, index, keyFrom, keyTo, keyEscaped).append("float ").append(v);
    }

    @Override
    public void integerField(
            int layout, int index, int keyFrom, int keyTo, boolean keyEscaped, long v) {
        field(layout, index, keyFrom, keyTo, keyEscaped).append("int ").append(v);
    }

    @Override
    public void unsignedField(
            int layout, int index, int keyFrom, int keyTo, boolean keyEscaped, long v) {
        field(layout, index, keyFrom, keyTo, keyEscaped)
                .append("uint ")
                .append(Long.toUnsignedString(v));
    }

    @Override
    public void booleanField(
            int layout, int index, int keyFrom, int keyTo, boolean keyEscaped, boolean v) {
        field(layout, index, keyFrom, keyTo, keyEscaped).append("bool ").append(v);
    }

    @Override
    public void stringField(
            int layout,
            int index,
            int keyFrom,
            int keyTo,
            boolean keyEscaped,
            int from,
            int to,
            boolean escaped) {
        field(layout, index, keyFrom, keyTo, keyEscaped)
                .append("string ")
                .append(Escapes.string(bytes, from, to, escaped));
    }

    @Override
    public void endLine(long timeNs) {
        assert fieldCount > 0;
        if (layout > 0) {
            List<String> before = layouts.putIfAbsent(layout, keys);
            assert before == null || before.equals(keys) : before + " " + keys;
        }
        lines.add(line.append(" @").append(timeNs).toString());
        fieldCount = 0;
    }

    @Override
    public void discardLine() {
        assert fieldCount == 0;
    }
}
