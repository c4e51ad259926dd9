package dev.tidalite.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A number of bytes, such as `500`, `64KiB`, `50MiB` or `2g`; every unit is a power of 1024.
record ByteSize(long bytes) {
    private static final Pattern TEXT = Pattern.compile("(\\d{1,12})\\s*([kmgt]?)(i?b)?");
    private static final Map<String, Integer> SHIFTS =
            Map.of("", 0, "k", 10, "m", 20, "g", 30, "t", 40);

    /// Reads it on a command line.
    static final class Converter implements ITypeConverter<ByteSize> {
        @Override
        public ByteSize convert(String text) {
            Matcher matcher = TEXT.matcher(text.toLowerCase(Locale.ROOT).strip());
            if (!matcher.matches()) {
                throw new TypeConversionException(
                        "'" + text + "' is no size; say for example 500, 64KiB or 2GiB");
            }
            Integer shift = SHIFTS.get(matcher.group(2));
            return new ByteSize(
                    Math.multiplyExact(
                            Long.parseLong(matcher.group(1)), 1L << (shift == null ? 0 : shift)));
        }
    }

    /// As an int.
    ///
    /// @throws TypeConversionException naming the option, if it is too large for one
    int asInt(String option) {
        if (bytes > Integer.MAX_VALUE) {
            throw new TypeConversionException(option + " must be less than 2 GiB");
        }
        return (int) bytes;
    }

    @Override
    public String toString() {
        return Long.toString(bytes);
    }
}
