package dev.tidalite.query.internal.function.scalar;

import static dev.tidalite.query.internal.function.scalar.Rows.strict;
import static dev.tidalite.query.internal.function.scalar.Rows.text;

import dev.tidalite.query.QueryException;
import dev.tidalite.query.QueryException.Code;
import dev.tidalite.query.internal.expr.DataType;
import dev.tidalite.query.internal.function.ScalarFunction;
import dev.tidalite.query.internal.function.TypeRule.Param;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/// Digests and encodings of texts. There is no binary type: a digest is the hexadecimal text of its
/// bytes, and what is decoded must be UTF-8.
final class BinaryFunctions {
    private static final DataType UTF8 = DataType.UTF8;

    private BinaryFunctions() {}

    static List<ScalarFunction> functions() {
        List<ScalarFunction> all = new ArrayList<>();
        for (String name : List.of("md5", "sha224", "sha256", "sha384", "sha512")) {
            all.add(strict(name, UTF8, (v, _) -> digest(text(v[0]), name), Param.TEXT));
        }
        all.add(
                strict(
                        "digest",
                        UTF8,
                        (v, _) -> digest(text(v[0]), text(v[1])),
                        Param.TEXT,
                        Param.TEXT));
        all.add(strict("encode", UTF8, (v, _) -> encode(v), Param.TEXT, Param.TEXT));
        all.add(strict("decode", UTF8, (v, _) -> decode(v), Param.TEXT, Param.TEXT));
        return all;
    }

    private static String digest(String value, String method) {
        String algorithm =
                switch (method.toLowerCase(Locale.ROOT)) {
                    case "md5" -> "MD5";
                    case "sha224" -> "SHA-224";
                    case "sha256" -> "SHA-256";
                    case "sha384" -> "SHA-384";
                    case "sha512" -> "SHA-512";
                    default ->
                            throw new QueryException(
                                    Code.INVALID,
                                    "There is no built-in digest algorithm named '"
                                            + method
                                            + "', currently supported algorithms are: md5, sha224,"
                                            + " sha256, sha384, sha512");
                };
        try {
            byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new QueryException(Code.UNSUPPORTED, "this Java has no " + algorithm, e);
        }
    }

    private static String encode(@Nullable Object[] v) {
        byte[] bytes = text(v[0]).getBytes(StandardCharsets.UTF_8);
        return switch (text(v[1]).toLowerCase(Locale.ROOT)) {
            case "hex" -> HexFormat.of().formatHex(bytes);
            case "base64" -> Base64.getEncoder().withoutPadding().encodeToString(bytes);
            default -> throw unknownEncoding(text(v[1]));
        };
    }

    private static String decode(@Nullable Object[] v) {
        byte[] bytes;
        try {
            bytes =
                    switch (text(v[1]).toLowerCase(Locale.ROOT)) {
                        case "hex" -> HexFormat.of().parseHex(text(v[0]));
                        case "base64" -> Base64.getDecoder().decode(text(v[0]));
                        default -> throw unknownEncoding(text(v[1]));
                    };
        } catch (IllegalArgumentException e) {
            throw new QueryException(
                    Code.INVALID,
                    "Failed to decode value using " + text(v[1]) + ": " + e.getMessage(),
                    e);
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new QueryException(Code.INVALID, "the decoded value is not UTF-8 text", e);
        }
    }

    private static QueryException unknownEncoding(String name) {
        return new QueryException(
                Code.INVALID,
                "There is no built-in encoding named '"
                        + name
                        + "', currently supported encodings are: base64, hex");
    }
}
