package dev.tidalite.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidalite.engine.EngineConfig;
import dev.tidalite.testkit.DataDriven.Case;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// Limits of what is at work at a time, and of requests a second.
@Timeout(60)
class AdmissionTest {
    private static final long SECOND_NS = 1_000_000_000L;

    private static final String OVERLOADED =
            "503\nRetry-After: 1\n{\"code\":\"unavailable\",\"message\":\"this service is"
                    + " overloaded, please try again later\"}";

    @TempDir Path folder = Path.of("");

    private static String write(WireServer server) {
        return server.exchange(
                new Case(1, "POST /api/v2/write?bucket=home\nshow Retry-After\n> m f=1 1", ""));
    }

    @Test
    void aRateLimitAnswers429() throws Exception {
        HttpLimits limits = new HttpLimits(2_000, 4_000, 100_000, 8, 8, 1, 3);
        HttpConfig config = HttpConfig.of("1").withLimits(limits);
        try (WireServer server = WireServer.start(EngineConfig.of(folder), config)) {
            assertThat(write(server)).isEqualTo("204\nRetry-After: ");
            String refused = write(server);
            while (!refused.startsWith("429")) {
                refused = write(server); // a second went by on a very slow machine
            }
            assertThat(refused)
                    .isEqualTo(
                            "429\n"
                                    + "Retry-After: 1\n"
                                    + "{\"code\":\"too many requests\",\"message\":\"more than 1"
                                    + " requests a second, please try again later\"}");
        }
    }

    /// One write that does not end keeps the only slot; it gives it back when its client goes.
    @Test
    void aWriteThatFindsNoRoomIsToldToRetry() throws Exception {
        HttpLimits limits = new HttpLimits(2_000, 4_000, 100_000, 1, 1, 0, 3);
        HttpConfig config = HttpConfig.of("1").withLimits(limits);
        try (WireServer server = WireServer.start(EngineConfig.of(folder), config)) {
            try (Socket slow = halfAWrite(server, 100)) {
                awaitBody(server, 100);
                assertThat(write(server)).isEqualTo(OVERLOADED);
                slow.shutdownOutput();
            }
            String answer = write(server);
            while (!answer.startsWith("204")) {
                assertThat(answer).isEqualTo(OVERLOADED);
                answer = write(server);
            }
        }
    }

    /// Bodies that are being read count by what they announced.
    @Test
    void bodiesShareTheirMemory() throws Exception {
        HttpLimits limits = new HttpLimits(2_000, 4_000, 2_000, 8, 8, 0, 3);
        HttpConfig config = HttpConfig.of("1").withLimits(limits);
        try (WireServer server = WireServer.start(EngineConfig.of(folder), config)) {
            try (Socket slow = halfAWrite(server, 1_999)) {
                awaitBody(server, 1_999);
                assertThat(write(server)).isEqualTo(OVERLOADED);
                slow.shutdownOutput();
            }
        }
    }

    /// Returns when a body of that size is at work.
    private static void awaitBody(WireServer server, int bytes) {
        String wanted = "tidalite_http_body_bytes " + bytes + ".0\n";
        while (!server.exchange(new Case(1, "GET /metrics", "")).contains(wanted)) {
            Thread.onSpinWait();
        }
    }

    private static Socket halfAWrite(WireServer server, int announced) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        OutputStream out = socket.getOutputStream();
        String head =
                "POST /api/v2/write?bucket=home HTTP/1.1\r\nHost: x\r\nContent-Length: "
                        + announced
                        + "\r\nAuthorization: Token "
                        + server.token("admin")
                        + "\r\n\r\nm f";
        out.write(head.getBytes(StandardCharsets.US_ASCII));
        out.flush();
        return socket;
    }

    @Test
    void aBucketFillsUpAgain() {
        RateLimit rate = new RateLimit(2);
        assertThat(rate.secondsToWait("a", 0)).isZero();
        assertThat(rate.secondsToWait("a", 0)).isZero();
        assertThat(rate.secondsToWait("a", 0)).isEqualTo(1);
        assertThat(rate.secondsToWait("b", 0)).isZero();
        assertThat(rate.secondsToWait("a", SECOND_NS / 2)).isZero();
        assertThat(rate.secondsToWait("a", SECOND_NS / 2)).isEqualTo(1);
        assertThat(rate.secondsToWait("a", 100 * SECOND_NS)).isZero();
        assertThat(rate.secondsToWait("a", 100 * SECOND_NS)).isZero();
        assertThat(rate.secondsToWait("a", 100 * SECOND_NS)).isEqualTo(1);
    }
}
