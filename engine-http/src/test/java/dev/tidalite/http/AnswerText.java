package dev.tidalite.http;

import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessageUnpacker;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Bodies of answers as text: MessagePack as JSON, Arrow as its schema and a line a row.
final class AnswerText {
    private AnswerText() {}

    static String of(HttpResponse<byte[]> response) throws IOException {
        String type = response.headers().firstValue("Content-Type").orElse("");
        return switch (type) {
            case "application/x-msgpack" -> ofPacked(response.body());
            case "application/vnd.apache.arrow.stream" -> ofArrow(response.body());
            default -> new String(response.body(), StandardCharsets.UTF_8);
        };
    }

    private static String ofPacked(byte[] body) throws IOException {
        List<String> values = new ArrayList<>();
        try (MessageUnpacker unpacker = MessagePack.newDefaultUnpacker(body)) {
            while (unpacker.hasNext()) {
                values.add(unpacker.unpackValue().toJson());
            }
        }
        return String.join("\n", values);
    }

    private static String ofArrow(byte[] body) throws IOException {
        StringBuilder text = new StringBuilder();
        try (BufferAllocator allocator = new RootAllocator();
                ArrowStreamReader reader =
                        new ArrowStreamReader(new ByteArrayInputStream(body), allocator)) {
            reader.getVectorSchemaRoot()
                    .getSchema()
                    .getFields()
                    .forEach(field -> text.append(field).append('\n'));
            while (reader.loadNextBatch()) {
                text.append(reader.getVectorSchemaRoot().contentToTSVString());
            }
        }
        return text.toString().stripTrailing();
    }
}
