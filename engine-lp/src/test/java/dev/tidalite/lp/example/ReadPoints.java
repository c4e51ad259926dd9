package dev.tidalite.lp.example;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tidalite.lp.LineError;
import dev.tidalite.lp.Point;
import dev.tidalite.lp.PointReader;
import dev.tidalite.lp.Precision;

/// Prints the points of a text.
public final class ReadPoints {
    private ReadPoints() {}

    public static void main(String[] args) {
        byte[] text =
                """
                home,room=Living\\ Room temp=21.1,co=0i 1641024000
                home,room=Kitchen temp=warm 1641024000
                home,room=Kitchen state="fine",ok=true
                """
                        .getBytes(UTF_8);
        PointReader points = new PointReader(text, Precision.SECONDS, 0);
        while (points.hasNext()) {
            Point point = points.next();
            System.out.println(point.measurement() + " " + point.tags() + " at " + point.timeNs());
            point.fields()
                    .forEach((name, value) ->
                            System.out.println(
                                    "  "
                                            + name
                                            + " = "
                                            + switch (value) {
                                                case Point.FloatValue(double v) -> v;
                                                case Point.IntegerValue(long v) -> v;
                                                case Point.UnsignedValue(long v) ->
                                                        Long.toUnsignedString(v);
                                                case Point.BooleanValue(boolean v) -> v;
                                                case Point.StringValue(String v) -> v;
                                            }));
        }
        for (LineError error : points.errors()) {
            System.out.println("line " + error.lineNumber() + ": " + error.message());
        }
    }
}
