package dev.tidalite.query.internal.function.scalar;

import static dev.tidalite.query.internal.function.scalar.Rows.count;
import static dev.tidalite.query.internal.function.scalar.Rows.integer;
import static dev.tidalite.query.internal.function.scalar.Rows.lenient;
import static dev.tidalite.query.internal.function.scalar.Rows.strict;
import static dev.tidalite.query.internal.function.scalar.Rows.text;

import dev.tidalite.query.QueryException;
import dev.tidalite.query.QueryException.Code;
import dev.tidalite.query.internal.expr.Column;
import dev.tidalite.query.internal.expr.ColumnBuilder;
import dev.tidalite.query.internal.expr.Columns;
import dev.tidalite.query.internal.expr.DataType;
import dev.tidalite.query.internal.function.ScalarFunction;
import dev.tidalite.query.internal.function.TypeRule;
import dev.tidalite.query.internal.function.TypeRule.Param;
import dev.tidalite.query.internal.function.TypeRule.Signature;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/// Functions of texts. Positions and lengths count characters (code points), from 1.
public final class TextFunctions {
    private static final DataType UTF8 = DataType.UTF8;
    private static final DataType INT64 = DataType.INT64;
    private static final DataType BOOLEAN = DataType.BOOLEAN;
    private static final Param TEXT = Param.TEXT;
    private static final Param LONG = Param.LONG;

    private TextFunctions() {}

    public static List<ScalarFunction> functions() {
        List<ScalarFunction> all = new ArrayList<>();
        all.add(strict("ascii", INT64, (v, _) -> ascii(text(v[0])), TEXT));
        all.add(strict("bit_length", INT64, (v, _) -> utf8(text(v[0])) * 8L, TEXT));
        all.add(strict("octet_length", INT64, (v, _) -> utf8(text(v[0])), TEXT));
        all.add(strict("character_length", INT64, (v, _) -> length(text(v[0])), TEXT));
        all.add(strict("lower", UTF8, (v, _) -> text(v[0]).toLowerCase(Locale.ROOT), TEXT));
        all.add(strict("upper", UTF8, (v, _) -> text(v[0]).toUpperCase(Locale.ROOT), TEXT));
        all.add(strict("initcap", UTF8, (v, _) -> initcap(text(v[0])), TEXT));
        all.add(strict("reverse", UTF8, (v, _) -> reverse(text(v[0])), TEXT));
        all.add(strict("chr", UTF8, (v, _) -> chr(integer(v[0])), LONG));
        all.add(strict("to_hex", UTF8, (v, _) -> Long.toHexString(integer(v[0])), LONG));
        all.add(strict("starts_with", BOOLEAN, (v, _) -> starts(v), TEXT, TEXT));
        all.add(
                strict(
                        "ends_with",
                        BOOLEAN,
                        (v, _) -> text(v[0]).endsWith(text(v[1])),
                        TEXT,
                        TEXT));
        all.add(strict("contains", BOOLEAN, (v, _) -> text(v[0]).contains(text(v[1])), TEXT, TEXT));
        all.add(strict("strpos", INT64, (v, _) -> strpos(text(v[0]), text(v[1])), TEXT, TEXT));
        all.add(strict("left", UTF8, (v, _) -> left(text(v[0]), integer(v[1])), TEXT, LONG));
        all.add(strict("right", UTF8, (v, _) -> right(text(v[0]), integer(v[1])), TEXT, LONG));
        all.add(strict("repeat", UTF8, (v, _) -> repeat(text(v[0]), v[1]), TEXT, LONG));
        all.add(strict("replace", UTF8, (v, _) -> replace(v), TEXT, TEXT, TEXT));
        all.add(strict("translate", UTF8, (v, _) -> translate(v), TEXT, TEXT, TEXT));
        all.add(strict("split_part", UTF8, (v, _) -> splitPart(v), TEXT, TEXT, LONG));
        all.add(strict("substr_index", UTF8, (v, _) -> substrIndex(v), TEXT, TEXT, LONG));
        all.add(strict("find_in_set", INT64, (v, _) -> findInSet(v), TEXT, TEXT));
        all.add(
                strict(
                        "levenshtein",
                        INT64,
                        (v, _) -> levenshtein(text(v[0]), text(v[1])),
                        TEXT,
                        TEXT));
        TypeRule sub = TypeRule.of(UTF8, TEXT, LONG, LONG);
        all.add(strict("substr", 2, 3, sub, (v, _) -> substr(v)));
        TypeRule overlay = TypeRule.of(UTF8, TEXT, TEXT, LONG, LONG);
        all.add(strict("overlay", 3, 4, overlay, (v, _) -> overlay(v)));
        TypeRule texts = TypeRule.of(UTF8, TEXT);
        all.add(strict("btrim", 1, 2, texts, (v, _) -> trim(v, true, true)));
        all.add(strict("ltrim", 1, 2, texts, (v, _) -> trim(v, true, false)));
        all.add(strict("rtrim", 1, 2, texts, (v, _) -> trim(v, false, true)));
        TypeRule pad = TypeRule.of(UTF8, TEXT, LONG, TEXT);
        all.add(strict("lpad", 2, 3, pad, (v, _) -> pad(v, true)));
        all.add(strict("rpad", 2, 3, pad, (v, _) -> pad(v, false)));
        TypeRule asTexts = args -> new Signature(Collections.nCopies(args.size(), UTF8), UTF8);
        all.add(lenient("concat", 1, Integer.MAX_VALUE, asTexts, (v, _) -> concat(v)));
        all.add(lenient("concat_ws", 2, Integer.MAX_VALUE, asTexts, (v, _) -> concatWs(v)));
        all.add(strict("||", 2, 2, asTexts, (v, _) -> text(v[0]) + text(v[1])));
        all.add(uuid());
        all.add(strict("version", 0, 0, TypeRule.of(UTF8), (_, _) -> version()));
        all.addAll(BinaryFunctions.functions());
        return all;
    }

    private static ScalarFunction uuid() {
        return new ScalarFunction(
                "uuid",
                0,
                0,
                TypeRule.of(UTF8),
                false,
                true,
                false,
                (_, rowCount, _, type, _) -> {
                    ColumnBuilder builder = ColumnBuilder.of(type);
                    for (int i = 0; i < rowCount; i++) {
                        builder.append((Object) UUID.randomUUID().toString());
                    }
                    Column column = builder.build();
                    return column;
                });
    }

    private static long ascii(String text) {
        return text.isEmpty() ? 0 : text.codePointAt(0);
    }

    private static long utf8(String text) {
        return Columns.utf8(text).length;
    }

    static long length(String text) {
        return text.codePointCount(0, text.length());
    }

    private static String initcap(String text) {
        StringBuilder out = new StringBuilder(text.length());
        boolean inside = false;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            out.appendCodePoint(inside ? Character.toLowerCase(c) : Character.toUpperCase(c));
            inside = Character.isLetterOrDigit(c);
            i += Character.charCount(c);
        }
        return out.toString();
    }

    private static String reverse(String text) {
        return new StringBuilder(text).reverse().toString();
    }

    private static String chr(long code) {
        if (code <= 0 || code > Character.MAX_CODE_POINT) {
            throw new QueryException(
                    Code.INVALID,
                    code == 0
                            ? "null character not permitted."
                            : "requested character too large for encoding.");
        }
        return Character.toString((int) code);
    }

    private static boolean starts(@Nullable Object[] v) {
        return text(v[0]).startsWith(text(v[1]));
    }

    private static long strpos(String text, String part) {
        int at = text.indexOf(part);
        return at < 0 ? 0 : text.codePointCount(0, at) + 1L;
    }

    /// The text from a character on, both clamped to it.
    private static String cut(String text, long from, long to) {
        long length = length(text);
        long start = Math.clamp(from, 0, length);
        long end = Math.clamp(to, start, length);
        int first = text.offsetByCodePoints(0, (int) start);
        return text.substring(first, text.offsetByCodePoints(first, (int) (end - start)));
    }

    private static String left(String text, long count) {
        return cut(text, 0, count < 0 ? length(text) + count : count);
    }

    private static String right(String text, long count) {
        long length = length(text);
        return cut(text, count < 0 ? -count : length - Math.min(count, length), length);
    }

    private static String repeat(String text, @Nullable Object times) {
        int count = Math.max(0, count("repeat", times));
        if ((long) count * text.length() > Rows.TEXT_CHARS_MAX) {
            throw new QueryException(
                    Code.INVALID,
                    "repeat would make a text of "
                            + (long) count * text.length()
                            + " characters, beyond the limit of "
                            + Rows.TEXT_CHARS_MAX);
        }
        return text.repeat(count);
    }

    private static String replace(@Nullable Object[] v) {
        return text(v[0]).replace(text(v[1]), text(v[2]));
    }

    private static String translate(@Nullable Object[] v) {
        int[] from = text(v[1]).codePoints().toArray();
        int[] to = text(v[2]).codePoints().toArray();
        StringBuilder out = new StringBuilder();
        text(v[0])
                .codePoints()
                .forEach(c -> {
                    int at = 0;
                    while (at < from.length && from[at] != c) {
                        at++;
                    }
                    if (at == from.length) {
                        out.appendCodePoint(c);
                    } else if (at < to.length) {
                        out.appendCodePoint(to[at]);
                    }
                });
        return out.toString();
    }

    private static String splitPart(@Nullable Object[] v) {
        long wanted = integer(v[2]);
        if (wanted == 0) {
            throw new QueryException(Code.INVALID, "field position must not be zero");
        }
        List<String> parts = split(text(v[0]), text(v[1]));
        long index = wanted > 0 ? wanted - 1 : parts.size() + wanted;
        return index < 0 || index >= parts.size() ? "" : parts.get((int) index);
    }

    private static List<String> split(String text, String delimiter) {
        if (delimiter.isEmpty()) {
            return List.of(text);
        }
        List<String> parts = new ArrayList<>();
        int from = 0;
        for (int at = text.indexOf(delimiter); at >= 0; at = text.indexOf(delimiter, from)) {
            parts.add(text.substring(from, at));
            from = at + delimiter.length();
        }
        parts.add(text.substring(from));
        return parts;
    }

    private static String substrIndex(@Nullable Object[] v) {
        List<String> parts = split(text(v[0]), text(v[1]));
        long wanted = integer(v[2]);
        int size = parts.size();
        int from = wanted >= 0 ? 0 : (int) Math.max(0, size + wanted);
        int to = wanted >= 0 ? (int) Math.min(size, wanted) : size;
        return String.join(text(v[1]), parts.subList(from, to));
    }

    private static long findInSet(@Nullable Object[] v) {
        return split(text(v[1]), ",").indexOf(text(v[0])) + 1L;
    }

    static long levenshtein(String left, String right) {
        int[] a = left.codePoints().toArray();
        int[] b = right.codePoints().toArray();
        long[] row = new long[b.length + 1];
        for (int j = 0; j <= b.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length; i++) {
            long diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length; j++) {
                long change = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length];
    }

    private static String substr(@Nullable Object[] v) {
        long start = integer(v[1]) - 1;
        long end = Long.MAX_VALUE;
        if (v.length == 3) {
            long length = integer(v[2]);
            if (length < 0) {
                throw new QueryException(
                        Code.INVALID,
                        "negative substring length not allowed: substr(<str>, "
                                + (start + 1)
                                + ", "
                                + length
                                + ")");
            }
            end = start > Long.MAX_VALUE - length ? Long.MAX_VALUE : start + length;
        }
        return cut(text(v[0]), start, end);
    }

    private static String overlay(@Nullable Object[] v) {
        String text = text(v[0]);
        String by = text(v[1]);
        long start = integer(v[2]) - 1;
        long length = v.length == 4 ? integer(v[3]) : length(by);
        return cut(text, 0, start) + by + cut(text, start + length, Long.MAX_VALUE);
    }

    private static String trim(@Nullable Object[] v, boolean left, boolean right) {
        int[] text = text(v[0]).codePoints().toArray();
        String unwanted = v.length == 2 ? text(v[1]) : " ";
        int from = 0;
        int to = text.length;
        while (left && from < to && unwanted.indexOf(text[from]) >= 0) {
            from++;
        }
        while (right && to > from && unwanted.indexOf(text[to - 1]) >= 0) {
            to--;
        }
        return new String(text, from, to - from);
    }

    private static String pad(@Nullable Object[] v, boolean left) {
        String text = text(v[0]);
        int wanted = Math.max(0, count(left ? "lpad" : "rpad", v[1]));
        int[] fill = (v.length == 3 ? text(v[2]) : " ").codePoints().toArray();
        int have = (int) length(text);
        if (have >= wanted) {
            return cut(text, 0, wanted);
        }
        if (fill.length == 0) {
            return text;
        }
        StringBuilder padding = new StringBuilder(wanted - have);
        for (int i = 0; i < wanted - have; i++) {
            padding.appendCodePoint(fill[i % fill.length]);
        }
        return left ? padding + text : text + padding;
    }

    private static String concat(@Nullable Object[] v) {
        StringBuilder out = new StringBuilder();
        for (Object part : v) {
            out.append(part == null ? "" : part);
        }
        return out.toString();
    }

    private static @Nullable String concatWs(@Nullable Object[] v) {
        if (v[0] == null) {
            return null;
        }
        List<String> parts = new ArrayList<>();
        for (int i = 1; i < v.length; i++) {
            if (v[i] != null) {
                parts.add(text(v[i]));
            }
        }
        return String.join(text(v[0]), parts);
    }

    /// The name and version of the program.
    private static String version() {
        String version = TextFunctions.class.getPackage().getImplementationVersion();
        return "Tidalite " + (version == null ? "unpackaged" : version);
    }
}
