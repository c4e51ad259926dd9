package dev.tidalite.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import dev.tidalite.http.TableFormat;
import dev.tidalite.query.QueryRequest;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A server, by its v3 interface. What it cannot take at the moment is sent again for a while.
final class ServerSource implements DataSource {
    private static final int TRIES_MAX = 10;
    private static final JsonFactory JSON = new JsonFactory();
    private final String address;
    private final String token;
    private final HttpClient client =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(10))
                    .build();

    /// @param token empty for none
    ServerSource(String address, String token) {
        this.address = address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
        this.token = token;
    }

    @Override
    public void query(QueryRequest request, TableFormat format, OutputStream out)
            throws IOException {
        StringWriter body = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(body)) {
            json.writeStartObject();
            json.writeStringField("db", request.database());
            json.writeStringField("q", request.text());
            json.writeStringField("format", format.word());
            json.writeObjectFieldStart("params");
            for (Map.Entry<String, @Nullable Object> parameter : request.parameters().entrySet()) {
                json.writeFieldName(parameter.getKey());
                json.writePOJO(parameter.getValue());
            }
            json.writeEndObject();
            json.writeEndObject();
        }
        String path =
                switch (request.language()) {
                    case SQL -> "/api/v3/query_sql";
                    case INFLUXQL -> "/api/v3/query_influxql";
                };
        HttpRequest.Builder post =
                request(path)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body.toString()));
        HttpResponse<InputStream> response = send(post);
        try (InputStream in = response.body()) {
            if (response.statusCode() != 200) {
                throw failure(response.statusCode(), in.readAllBytes());
            }
            in.transferTo(out);
        }
    }

    @Override
    public List<String> databases() throws IOException {
        HttpResponse<InputStream> response = send(request("/api/v3/configure/database").GET());
        List<String> names = new ArrayList<>();
        try (InputStream in = response.body()) {
            byte[] body = in.readAllBytes();
            if (response.statusCode() != 200) {
                throw failure(response.statusCode(), body);
            }
            try (JsonParser json = JSON.createParser(body)) {
                for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                    if (token == JsonToken.VALUE_STRING) {
                        names.add(json.getText());
                    }
                }
            }
        }
        return names;
    }

    @Override
    public List<BadLine> write(
            String database, byte[] bytes, int from, int to, LinePrecision precision)
            throws IOException {
        String path =
                "/api/v3/write_lp?accept_partial=true&precision="
                        + precision.word()
                        + "&db="
                        + URLEncoder.encode(database, StandardCharsets.UTF_8);
        HttpResponse<InputStream> response =
                send(request(path).POST(BodyPublishers.ofByteArray(bytes, from, to - from)));
        try (InputStream in = response.body()) {
            byte[] body = in.readAllBytes();
            if (response.statusCode() == 204) {
                return List.of();
            }
            List<BadLine> bad = badLines(body);
            if (bad.isEmpty()) {
                throw failure(response.statusCode(), body);
            }
            return bad;
        }
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address + path));
        return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
    }

    /// Sends it again as long as the server is busy.
    private HttpResponse<InputStream> send(HttpRequest.Builder request) throws IOException {
        try {
            for (int attempt = 1; ; attempt++) {
                HttpResponse<InputStream> response =
                        client.send(request.build(), BodyHandlers.ofInputStream());
                int status = response.statusCode();
                if (attempt == TRIES_MAX || status != 429 && status != 503) {
                    return response;
                }
                response.body().close();
                long seconds = response.headers().firstValueAsLong("Retry-After").orElse(1);
                TimeUnit.SECONDS.sleep(seconds);
            }
        } catch (ConnectException e) {
            throw new IOException(
                    "no server answers at " + address + "; is it running, and is that its address?",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for " + address, e);
        }
    }

    private IOException failure(int status, byte[] body) {
        if (status == 401) {
            return new IOException(
                    address
                            + " does not know this token; give one with --token or TIDALITE_TOKEN,"
                            + " made by 'tidalite token create'");
        }
        if (status == 403) {
            return new IOException("this token may not do that at " + address);
        }
        String text = new String(body, StandardCharsets.UTF_8);
        try (JsonParser json = JSON.createParser(body)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                if (json.nextToken() == JsonToken.VALUE_STRING && name.equals("error")) {
                    return new IOException(json.getText());
                }
                json.skipChildren();
            }
        } catch (IOException notJson) {
            return new IOException("the server answered " + status + " " + text, notJson);
        }
        return new IOException("the server answered " + status + " " + text);
    }

    private static List<BadLine> badLines(byte[] body) throws IOException {
        List<BadLine> bad = new ArrayList<>();
        long number = 0;
        try (JsonParser json = JSON.createParser(body)) {
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                if (token != JsonToken.FIELD_NAME) {
                    continue;
                }
                String name = json.currentName();
                if (name.equals("line_number")) {
                    number = json.nextLongValue(0);
                } else if (name.equals("error_message")) {
                    bad.add(new BadLine(number, String.valueOf(json.nextTextValue())));
                }
            }
        }
        return bad;
    }

    @Override
    public void close() {
        client.close();
    }
}
