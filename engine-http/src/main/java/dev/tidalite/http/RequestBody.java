package dev.tidalite.http;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/// Reads a body whole, unpacked, and never more of it than allowed.
final class RequestBody {
    private static final int FIRST_BYTES = 64 * 1024;

    private RequestBody() {}

    /// @throws ApiException 413 if it is too large, 415 or 400 if it is not encoded as it says, 400
    ///     if the client went away
    static byte[] read(HttpServletRequest request, HttpLimits limits) {
        boolean packed = isGzip(request.getHeader("Content-Encoding"));
        long announced = request.getContentLengthLong();
        if (announced > limits.bodyBytesMax()) {
            throw tooLarge(limits.bodyBytesMax());
        }
        try {
            InputStream raw = new Bounded(request.getInputStream(), limits.bodyBytesMax());
            if (!packed) {
                int expected = announced < 0 ? FIRST_BYTES : (int) announced;
                return drain(raw, expected, limits.bodyBytesMax());
            }
            return unpack(raw, limits.decompressedBytesMax());
        } catch (IOException e) {
            throw ApiException.invalid("client disconnected");
        }
    }

    private static byte[] unpack(InputStream raw, int bytesMax) throws IOException {
        try (InputStream unpacked = new GZIPInputStream(raw, FIRST_BYTES)) {
            return drain(unpacked, FIRST_BYTES, bytesMax);
        } catch (ZipException | EOFException e) {
            throw ApiException.invalid("error decoding gzip stream: " + e.getMessage());
        }
    }

    private static boolean isGzip(@Nullable String encoding) {
        if (encoding == null || encoding.equals("identity")) {
            return false;
        }
        if (encoding.equals("gzip")) {
            return true;
        }
        if (!StandardCharsets.US_ASCII.newEncoder().canEncode(encoding)) {
            throw ApiException.invalid(
                    "invalid content-encoding header: failed to convert header to a str");
        }
        throw ApiException.of(415, "unacceptable content-encoding: " + encoding);
    }

    private static byte[] drain(InputStream in, int expected, int bytesMax) throws IOException {
        byte[] bytes = new byte[Math.max(expected, 1)];
        int length = 0;
        while (true) {
            int read = in.read(bytes, length, bytes.length - length);
            if (read < 0) {
                return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
            }
            length += read;
            if (length > bytesMax) {
                throw tooLarge(bytesMax);
            }
            if (length == bytes.length) {
                int next = in.read();
                if (next < 0) {
                    return bytes;
                }
                bytes = Arrays.copyOf(bytes, (int) Math.min(2L * length, bytesMax + 1L));
                if (length == bytes.length) {
                    throw tooLarge(bytesMax);
                }
                bytes[length++] = (byte) next;
            }
        }
    }

    private static ApiException tooLarge(int bytesMax) {
        return ApiException.of(413, "max request size (" + bytesMax + " bytes) exceeded");
    }

    /// Lets at most so many bytes through.
    private static final class Bounded extends InputStream {
        private final InputStream in;
        private final int bytesMax;
        private long seen;

        Bounded(InputStream in, int bytesMax) {
            this.in = in;
            this.bytesMax = bytesMax;
        }

        @Override
        public int read() throws IOException {
            int value = in.read();
            if (value >= 0) {
                count(1);
            }
            return value;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            int read = in.read(bytes, from, length);
            if (read > 0) {
                count(read);
            }
            return read;
        }

        private void count(int bytes) {
            seen += bytes;
            if (seen > bytesMax) {
                throw tooLarge(bytesMax);
            }
        }
    }
}
