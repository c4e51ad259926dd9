package dev.tidalite.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// `tidalite serve` as an operator meets it.
@Timeout(120)
class ServeTest {
    @TempDir Path folder = Path.of("");

    /// A write that is on its way when the server is told to stop is written and acknowledged.
    @Test
    void aStopFinishesWhatIsAtWork() throws Exception {
        Path data = folder.resolve("data");
        try (ServerProcess server = new ServerProcess(data, "--without-auth")) {
            int port = URI.create(server.address()).getPort();
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                OutputStream out = socket.getOutputStream();
                out.write(
                        ascii(
                                "POST /api/v2/write?bucket=db HTTP/1.1\r\nHost: x\r\n"
                                        + "Content-Length: 7\r\n\r\nm f"));
                String metrics = "";
                while (!metrics.contains("tidalite_http_writes_active 1.0")) {
                    metrics = server.get("/metrics").body();
                }
                CompletableFuture<Integer> stopped = new CompletableFuture<>();
                Thread.ofPlatform().start(() -> stopped.complete(stop(server)));
                while (isListening(port)) {
                    Thread.onSpinWait();
                }
                out.write(ascii("=1 1"));
                String answer =
                        new String(
                                socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
                assertThat(answer).isEqualTo("HTTP/1.1 204");
                assertThat(stopped.get()).isIn(0, 143);
            }
        }
        try (ServerProcess server = new ServerProcess(data, "--without-auth")) {
            assertThat(server.csv("db", "SELECT f FROM m")).isEqualTo("f\n1.0\n");
        }
    }

    private static int stop(ServerProcess server) {
        try {
            return server.stop();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isListening(int port) {
        try (Socket probe = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return probe.isConnected();
        } catch (IOException refused) {
            return false;
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void logsTellWhoCameAndKeepSecrets() throws Exception {
        Path access = folder.resolve("access.log");
        Path audit = folder.resolve("audit.log");
        try (ServerProcess server =
                new ServerProcess(
                        folder.resolve("data"),
                        "--token",
                        "right-token",
                        "--access-log",
                        access.toString(),
                        "--audit-log",
                        audit.toString())) {
            server.get("/query?db=x&q=SHOW%20DATABASES&p=wrong-secret");
            server.get("/ping", "Authorization", "Bearer right-token");
            server.stop();
        }
        assertThat(Files.readString(access))
                .contains("\"GET /query HTTP/1.1\" 401 ", "\"GET /ping HTTP/1.1\" 204 ")
                .doesNotContain("secret", "right-token");
        assertThat(Files.readString(audit))
                .contains("refused GET /query from 127.0.0.1: 401 unauthorized access")
                .doesNotContain("secret");
    }

    private static Path pem(Path folder, String name) throws Exception {
        Path store = folder.resolve(name + ".p12");
        Process keytool =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-alias",
                                "server",
                                "-keyalg",
                                "EC",
                                "-storetype",
                                "PKCS12",
                                "-storepass",
                                "password",
                                "-keystore",
                                store.toString(),
                                "-dname",
                                "CN=" + name,
                                "-ext",
                                "SAN=dns:localhost,ip:127.0.0.1")
                        .inheritIO()
                        .start();
        assertThat(keytool.waitFor()).isZero();
        return store;
    }

    private static Certificate install(Path store, Path certificate, Path key) throws Exception {
        KeyStore keys = KeyStore.getInstance(store.toFile(), "password".toCharArray());
        Base64.Encoder encoder = Base64.getMimeEncoder(64, new byte[] {'\n'});
        Certificate own = keys.getCertificate("server");
        Files.writeString(
                key,
                "-----BEGIN PRIVATE KEY-----\n"
                        + encoder.encodeToString(
                                keys.getKey("server", "password".toCharArray()).getEncoded())
                        + "\n-----END PRIVATE KEY-----\n");
        Files.writeString(
                certificate,
                "-----BEGIN CERTIFICATE-----\n"
                        + encoder.encodeToString(own.getEncoded())
                        + "\n-----END CERTIFICATE-----\n");
        return own;
    }

    private static HttpClient trusting(Certificate... certificates) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        for (int i = 0; i < certificates.length; i++) {
            trusted.setCertificateEntry("c" + i, certificates[i]);
        }
        TrustManagerFactory managers =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return HttpClient.newBuilder().sslContext(context).build();
    }

    /// HTTP/2 over TLS, and a certificate that is replaced while the server runs.
    @Test
    void tlsFromPemFiles() throws Exception {
        Path certificate = folder.resolve("cert.pem");
        Path key = folder.resolve("key.pem");
        Certificate first = install(pem(folder, "first"), certificate, key);
        try (ServerProcess server =
                new ServerProcess(
                        folder.resolve("data"),
                        "--without-auth",
                        "--tls-cert",
                        certificate.toString(),
                        "--tls-key",
                        key.toString())) {
            assertThat(server.address()).startsWith("https://");
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(server.address() + "/ping")).build();
            HttpResponse<String> answer = trusting(first).send(request, BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(204);
            assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);

            Certificate second = install(pem(folder, "second"), certificate, key);
            String shown = "";
            while (!shown.equals("CN=second")) {
                shown =
                        ((X509Certificate)
                                        trusting(first, second)
                                                .send(request, BodyHandlers.ofString())
                                                .sslSession()
                                                .orElseThrow()
                                                .getPeerCertificates()[0])
                                .getSubjectX500Principal()
                                .getName();
            }
        }
    }

    @Test
    void flagsBeatTheEnvironmentAndThatBeatsTheFile() throws Exception {
        Path file = folder.resolve("tidalite.properties");
        Files.writeString(
                file, "data = /from/file\nport = 1\nwrites-max = 7\ntoken = secret-of-file\n");
        String printed =
                printed("serve", "--config", file.toString(), "--port", "2", "--print-config");
        assertThat(printed)
                .contains(
                        "data = /from/file   # file",
                        "port = 2   # flag",
                        "writes-max = 7   # file",
                        "host = 127.0.0.1   # default",
                        "token = ***   # file")
                .doesNotContain("secret");
        Properties settings = new Properties();
        settings.setProperty("port", "1");
        SettingsSource source = new SettingsSource(Map.of("TIDALITE_PORT", "3"), settings, "");
        picocli.CommandLine.Model.OptionSpec port =
                Objects.requireNonNull(Main.commandLine().getSubcommands().get("serve"))
                        .getCommandSpec()
                        .findOption("--port");
        assertThat(source.defaultValue(port)).isEqualTo("3");
        assertThat(source.origin(port)).isEqualTo("environment");
    }

    @Test
    void aMisspeltSettingIsNamed() throws Exception {
        Path file = folder.resolve("tidalite.properties");
        Files.writeString(file, "prot = 1\n");
        assertThat(printed("serve", "--config", file.toString(), "--print-config"))
                .contains("unknown in", "prot");
        assertThat(printed("serve", "--config", "/no/such/file", "--print-config"))
                .contains("cannot read the settings in /no/such/file");
    }

    @Test
    void aFileThatIsNoKeyIsNamed() throws IOException {
        Path file = folder.resolve("key.pem");
        Files.writeString(
                file, "-----BEGIN RSA PRIVATE KEY-----\nAA==\n-----END RSA PRIVATE KEY-----");
        Path certificate = folder.resolve("cert.pem");
        Files.writeString(certificate, "nothing");
        assertThatThrownBy(() -> new PemIdentity(certificate, file).load())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cert.pem");
    }

    private static String printed(String... arguments) throws IOException {
        StringWriter text = new StringWriter();
        picocli.CommandLine program = Main.commandLine(arguments);
        program.setOut(new PrintWriter(text)).setErr(new PrintWriter(text));
        program.execute(arguments);
        return text.toString();
    }
}
