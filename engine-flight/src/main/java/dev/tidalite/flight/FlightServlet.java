package dev.tidalite.flight;

import com.google.common.io.BaseEncoding;

import io.grpc.BindableService;
import io.grpc.servlet.jakarta.ServletAdapter;
import io.grpc.servlet.jakarta.ServletServerBuilder;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.concurrent.Executor;

/// A gRPC service behind a web server, which looks at what gRPC's own servlet takes for granted.
final class FlightServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final String BINARY = "-bin";

    /// A number of at most 8 digits and its unit, as the gRPC specification has it.
    private static final String TIMEOUT = "\\d{1,8}[HMSmun]";

    private final transient ServletAdapter grpc;

    FlightServlet(BindableService service, Executor executor, int requestBytesMax) {
        GoneClients.keepQuiet();
        this.grpc =
                new ServletServerBuilder()
                        .addService(service)
                        .executor(executor)
                        .maxInboundMessageSize(requestBytesMax)
                        .buildServletAdapter();
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (!request.getMethod().equals("POST")) {
            refuse(response, HttpServletResponse.SC_METHOD_NOT_ALLOWED, "Flight takes POST only");
        } else if (!ServletAdapter.isGrpc(request)) {
            refuse(
                    response,
                    HttpServletResponse.SC_UNSUPPORTED_MEDIA_TYPE,
                    "Flight takes application/grpc only");
        } else if (!request.getProtocol().equals("HTTP/2.0")) {
            refuse(
                    response,
                    HttpServletResponse.SC_HTTP_VERSION_NOT_SUPPORTED,
                    "Flight takes HTTP/2 only");
        } else if (!headersAreSound(request)) {
            refuse(response, HttpServletResponse.SC_BAD_REQUEST, "a header is malformed");
        } else {
            grpc.doPost(request, response);
        }
    }

    private static void refuse(HttpServletResponse response, int status, String text)
            throws IOException {
        response.setStatus(status);
        response.setContentType("text/plain; charset=utf-8");
        response.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    /// Whether gRPC will be able to read the headers that it reads.
    private static boolean headersAreSound(HttpServletRequest request) {
        String timeout = request.getHeader("grpc-timeout");
        if (timeout != null && !timeout.matches(TIMEOUT)) {
            return false;
        }
        for (String name : Collections.list(request.getHeaderNames())) {
            if (name.endsWith(BINARY)
                    && !Collections.list(request.getHeaders(name)).stream()
                            .allMatch(BaseEncoding.base64()::canDecode)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void destroy() {
        grpc.destroy();
        super.destroy();
    }
}
