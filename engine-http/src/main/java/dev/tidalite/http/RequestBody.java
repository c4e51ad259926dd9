package dev.tidalite.http;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/// Reads a body whole, unpacked, and never more of it than allowed; memory is asked for before it
/// is used.
final class RequestBody {
    private static final int FIRST_BYTES = 64 * 1024;

    /// A body that has been coming for so long must have come at that rate.
    private static final long PATIENCE_NS = 5_000_000_000L;

    private static final int BYTES_PER_SECOND_MIN = 100;

    private RequestBody() {}

    /// @param slot of the request, which pays for the memory
    /// @throws ApiException 413 if it is too large, 415 or 400 if it is not encoded as it says, 400
    ///     if the client went away, 503 if there is no memory now
    static byte[] read(HttpServletRequest request, Admission.Slot slot) {
        boolean packed = isGzip(request.getHeader("Content-Encoding"));
        int rawMax = slot.limits().bodyBytesMax();
        long announced = request.getContentLengthLong();
        if (announced > rawMax) {
            throw tooLarge(rawMax);
        }
        byte[] raw;
        try {
            int expected = announced < 0 ? FIRST_BYTES : (int) announced;
            raw = drain(request.getInputStream(), expected, rawMax, slot);
        } catch (IOException e) {
            throw ApiException.invalid("client disconnected");
        }
        return packed ? unpack(raw, slot) : raw;
    }

    /// Unpacks all members. They are unpacked from memory because a stream of members ends where
    /// the network has nothing more to read at the moment.
    private static byte[] unpack(byte[] raw, Admission.Slot slot) {
        int bytesMax = slot.limits().decompressedBytesMax();
        try (InputStream unpacked =
                new GZIPInputStream(new ByteArrayInputStream(raw), FIRST_BYTES)) {
            return drain(unpacked, FIRST_BYTES, bytesMax, slot);
        } catch (ZipException | EOFException e) {
            String reason = e.getMessage() == null ? "unexpected end of file" : e.getMessage();
            throw ApiException.invalid("error decoding gzip stream: " + reason);
        } catch (IOException e) {
            throw new IllegalStateException("memory cannot fail to be read", e);
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

    private static byte[] drain(InputStream in, int expected, int bytesMax, Admission.Slot slot)
            throws IOException {
        int size = Math.max(expected, 1);
        slot.take(size);
        byte[] bytes = new byte[size];
        int length = 0;
        long startNs = System.nanoTime();
        while (true) {
            int read = in.read(bytes, length, bytes.length - length);
            cutIfSlow(length, System.nanoTime() - startNs);
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
                int larger = (int) Math.min(2L * length, bytesMax + 1L);
                if (larger == length) {
                    throw tooLarge(bytesMax);
                }
                slot.take(larger - length);
                bytes = Arrays.copyOf(bytes, larger);
                bytes[length++] = (byte) next;
            }
        }
    }

    private static void cutIfSlow(int bytes, long elapsedNs) {
        if (elapsedNs > PATIENCE_NS && bytes / (elapsedNs / 1e9) < BYTES_PER_SECOND_MIN) {
            throw ApiException.of(408, "the body comes too slowly");
        }
    }

    private static ApiException tooLarge(int bytesMax) {
        return ApiException.of(413, "max request size (" + bytesMax + " bytes) exceeded");
    }
}
