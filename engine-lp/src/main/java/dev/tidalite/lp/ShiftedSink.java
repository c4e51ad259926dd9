package dev.tidalite.lp;

/// Passes everything on with offsets moved by a fixed number of bytes.
final class ShiftedSink implements LineSink {
    private final LineSink target;
    private final int shift;

    ShiftedSink(LineSink target, int shift) {
        this.target = target;
        this.shift = shift;
    }

    @Override
    public boolean series(int from, int to, long hash) {
        return target.series(from + shift, to + shift, hash);
    }

    @Override
    public void measurement(int from, int to, boolean escaped) {
        target.measurement(from + shift, to + shift, escaped);
    }

    @Override
    public void tag(
            int keyFrom,
            int keyTo,
            boolean keyEscaped,
            int valueFrom,
            int valueTo,
            boolean valueEscaped) {
        target.tag(
                keyFrom + shift,
                keyTo + shift,
                keyEscaped,
                valueFrom + shift,
                valueTo + shift,
                valueEscaped);
    }

    @Override
    public void floatField(
            int layout, int index, int keyFrom, int keyTo, boolean keyEscaped, double v) {
        target.floatField(layout, index, keyFrom + shift, keyTo + shift, keyEscaped, v);
    }

    @Override
    public void integerField(
            int layout, int index, int keyFrom, int keyTo, boolean keyEscaped, long v) {
        target.integerField(layout, index, keyFrom + shift, keyTo + shift, keyEscaped, v);
    }

    @Override
    public void unsignedField(
            int layout, int index, int keyFrom, int keyTo, boolean keyEscaped, long v) {
        target.unsignedField(layout, index, keyFrom + shift, keyTo + shift, keyEscaped, v);
    }

    @Override
    public void booleanField(
            int layout, int index, int keyFrom, int keyTo, boolean keyEscaped, boolean v) {
        target.booleanField(layout, index, keyFrom + shift, keyTo + shift, keyEscaped, v);
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
        target.stringField(
                layout,
                index,
                keyFrom + shift,
                keyTo + shift,
                keyEscaped,
                from + shift,
                to + shift,
                escaped);
    }

    @Override
    public void endLine(long timeNs) {
        target.endLine(timeNs);
    }

    @Override
    public void discardLine() {
        target.discardLine();
    }
}
