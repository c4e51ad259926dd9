package dev.tidalite.bench.tsbs;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Numbers as text in a byte array. Each method returns one past what it wrote.
final class Digits {
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    /// `0i` to `100i`, four bytes each, the first digit lowest.
    private static final int[] PERCENT = new int[101];

    static {
        for (int value = 0; value < PERCENT.length; value++) {
            String text = value + "i";
            for (int i = 0; i < text.length(); i++) {
                PERCENT[value] |= text.charAt(i) << 8 * i;
            }
        }
    }

    private Digits() {}

    /// An integer field within 0 and 100; up to four bytes are overwritten.
    static int appendPercent(byte[] text, int at, int value) {
        INT.set(text, at, PERCENT[value]);
        return at + (value < 10 ? 2 : value < 100 ? 3 : 4);
    }

    static int append(byte[] text, int at, long value) {
        int from = at;
        long rest = value;
        if (rest < 0) {
            text[from++] = '-';
            rest = -rest;
        }
        int digits = 1;
        for (long left = rest; left >= 10; left /= 10) {
            digits++;
        }
        for (int i = from + digits - 1; i >= from; i--) {
            text[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return from + digits;
    }

    /// With two decimals.
    static int appendHundredths(byte[] text, int at, long hundredths) {
        int end = at;
        long rest = hundredths;
        if (rest < 0) {
            text[end++] = '-';
            rest = -rest;
        }
        end = append(text, end, rest / 100);
        text[end++] = '.';
        text[end++] = (byte) ('0' + rest / 10 % 10);
        text[end++] = (byte) ('0' + rest % 10);
        return end;
    }

    static int append(byte[] text, int at, byte[] bytes) {
        System.arraycopy(bytes, 0, text, at, bytes.length);
        return at + bytes.length;
    }
}
