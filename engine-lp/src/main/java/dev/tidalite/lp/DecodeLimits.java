package dev.tidalite.lp;

/// What a decoder accepts at most; a line beyond is an error of that line.
///
/// @param stringBytesMax bytes of one measurement, key, tag value or string (65,536 in InfluxDB)
/// @param tagsPerLineMax tags of one line
/// @param fieldsPerLineMax fields of one line
/// @param errorsKeptMax how many errors a result lists; further ones are counted only
public record DecodeLimits(
        int stringBytesMax, int tagsPerLineMax, int fieldsPerLineMax, int errorsKeptMax) {
    public static final DecodeLimits DEFAULT = new DecodeLimits(65_536, 4_096, 65_536, 100);
}
