package dev.tidalite.engine.internal.ingest;

import dev.tidalite.engine.internal.codec.ColumnBlock;
import dev.tidalite.engine.internal.codec.SeriesBlock;
import dev.tidalite.engine.schema.ColumnType;
import dev.tidalite.lp.Escapes;
import dev.tidalite.lp.LineSink;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Turns the calls of a line decoder into rows of a [WriteStage]. Used by one thread.
final class LineIngest implements LineSink {
    private static final int REJECTED_KEPT_MAX = 100;

    private final WriteStage stage;
    private byte[] bytes = new byte[0];
    private long lineCount;
    private long rejectedCount;
    private final List<RejectedRow> rejected = new ArrayList<>();

    /// Tag keys as they were written, by their place in the last line whose series was unknown.
    private byte[][] tagKeys = new byte[8][];

    private String[] tagNames = new String[8];
    private int tagIndex;

    /// A line that the decoder found good and the stage did not.
    ///
    /// @param lineIndex how many good lines the decoder delivered before it
    record RejectedRow(long lineIndex, Rejection rejection) {}

    LineIngest(WriteStage stage) {
        this.stage = stage;
    }

    /// Begins a text.
    ///
    /// @param text what the offsets of the calls to come are offsets into
    void begin(byte[] text) {
        bytes = text;
        lineCount = 0;
        rejectedCount = 0;
        rejected.clear();
    }

    /// Lets go of the text.
    void end() {
        bytes = new byte[0];
    }

    long rejectedCount() {
        return rejectedCount;
    }

    /// The first lines that were rejected.
    List<RejectedRow> rejected() {
        return rejected;
    }

    @Override
    public boolean series(int from, int to, long hash) {
        tagIndex = 0;
        return stage.series(bytes, from, to, hash);
    }

    @Override
    public void measurement(int from, int to, boolean escaped) {
        stage.table(Escapes.measurement(bytes, from, to, escaped));
    }

    @Override
    public void tag(
            int keyFrom,
            int keyTo,
            boolean keyEscaped,
            int valueFrom,
            int valueTo,
            boolean valueEscaped) {
        int ordinal = stage.tag(tagName(keyFrom, keyTo, keyEscaped));
        if (ordinal < 0) {
            return;
        }
        SeriesBlock tags = stage.tags();
        if (valueEscaped) {
            int at = tags.reserveValue(valueTo - valueFrom);
            int length = Escapes.key(bytes, valueFrom, valueTo, tags.values(), at);
            tags.endTag(ordinal, length);
        } else {
            tags.tag(ordinal, bytes, valueFrom, valueTo);
        }
    }

    /// The name of a tag key; lines mostly have the same keys in the same order.
    private String tagName(int from, int to, boolean escaped) {
        int index = tagIndex++;
        if (index == tagKeys.length) {
            tagKeys = Arrays.copyOf(tagKeys, index * 2);
            tagNames = Arrays.copyOf(tagNames, index * 2);
        }
        byte[] known = tagKeys[index];
        if (known != null && Arrays.equals(known, 0, known.length, bytes, from, to)) {
            return tagNames[index];
        }
        String name = Escapes.key(bytes, from, to, escaped);
        tagKeys[index] = Arrays.copyOfRange(bytes, from, to);
        tagNames[index] = name;
        return name;
    }

    @Override
    public void floatField(
            int layout, int index, int keyFrom, int keyTo, boolean keyEscaped, double v) {
        long bits = Double.doubleToRawLongBits(v);
        set(layout, index, keyFrom, keyTo, keyEscaped, ColumnType.FLOAT64, bits);
    }

    @Override
    public void integerField(
            int layout, int index, int keyFrom, int keyTo, boolean keyEscaped, long v) {
        set(layout, index, keyFrom, keyTo, keyEscaped, ColumnType.INT64, v);
    }

    @Override
    public void unsignedField(
            int layout, int index, int keyFrom, int keyTo, boolean keyEscaped, long v) {
        set(layout, index, keyFrom, keyTo, keyEscaped, ColumnType.UINT64, v);
    }

    @Override
    public void booleanField(
            int layout, int index, int keyFrom, int keyTo, boolean keyEscaped, boolean v) {
        set(layout, index, keyFrom, keyTo, keyEscaped, ColumnType.BOOLEAN, v ? 1 : 0);
    }

    private void set(
            int layout,
            int index,
            int keyFrom,
            int keyTo,
            boolean keyEscaped,
            ColumnType type,
            long bits) {
        ColumnBlock column = column(layout, index, keyFrom, keyTo, keyEscaped, type);
        if (column != null) {
            column.set(stage.row(), bits);
            stage.countField();
        }
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
        ColumnBlock column = column(layout, index, keyFrom, keyTo, keyEscaped, ColumnType.STRING);
        if (column == null) {
            return;
        }
        if (escaped) {
            int at = column.reserveText(to - from);
            column.endText(stage.row(), at, Escapes.string(bytes, from, to, column.text(), at));
        } else {
            column.setText(stage.row(), bytes, from, to);
        }
        stage.countField();
    }

    private @Nullable ColumnBlock column(
            int layout, int index, int keyFrom, int keyTo, boolean keyEscaped, ColumnType type) {
        ColumnBlock known = stage.fieldOf(layout, index);
        if (known != null && known.type() == type) {
            return known;
        }
        String key =
                keyEscaped
                        ? Escapes.key(bytes, keyFrom, keyTo, true)
                        : new String(bytes, keyFrom, keyTo - keyFrom, StandardCharsets.UTF_8);
        return stage.field(layout, index, key, type);
    }

    @Override
    public void endLine(long timeNs) {
        Rejection rejection = stage.endRow(timeNs);
        if (rejection != null) {
            rejectedCount++;
            if (rejected.size() < REJECTED_KEPT_MAX) {
                rejected.add(new RejectedRow(lineCount, rejection));
            }
        }
        lineCount++;
    }

    @Override
    public void discardLine() {
        stage.discardRow();
    }
}
