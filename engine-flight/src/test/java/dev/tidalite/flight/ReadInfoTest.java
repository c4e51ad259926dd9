package dev.tidalite.flight;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;

import dev.tidalite.query.QueryRequest.Language;
import dev.tidalite.testkit.Seeds;

import org.apache.arrow.flight.FlightRuntimeException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

class ReadInfoTest {
    private static String text(SplittableRandom random) {
        StringBuilder text = new StringBuilder();
        for (int length = random.nextInt(20); length > 0; length--) {
            text.appendCodePoint(random.nextInt(32, 0xd800));
        }
        return text.toString();
    }

    private static @Nullable Object value(SplittableRandom random) {
        return switch (random.nextInt(5)) {
            case 0 -> null;
            case 1 -> random.nextBoolean();
            case 2 -> random.nextLong();
            case 3 -> Double.longBitsToDouble(random.nextLong());
            default -> text(random);
        };
    }

    private static FlightQuery query(SplittableRandom random) {
        Map<String, @Nullable Object> parameters = new LinkedHashMap<>();
        for (int count = random.nextInt(5); count > 0; count--) {
            parameters.put(text(random), value(random));
        }
        return new FlightQuery(
                "d" + text(random),
                random.nextBoolean() ? Language.SQL : Language.INFLUXQL,
                text(random),
                parameters);
    }

    @Test
    void whatIsEncodedIsDecoded() {
        Seeds.forEach(
                1_000,
                random -> {
                    FlightQuery query = query(random);
                    assertThat(ReadInfo.decode(ReadInfo.encode(query))).isEqualTo(query);
                });
    }

    /// Nothing but its own complaints, whatever the bytes are.
    @Test
    void otherBytesAreRefused() {
        Seeds.forEach(
                5_000,
                random -> {
                    byte[] bytes = ReadInfo.encode(query(random)).toByteArray();
                    for (int change = random.nextInt(1, 4); change > 0; change--) {
                        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
                    }
                    try {
                        assertThat(ReadInfo.decode(ByteString.copyFrom(bytes))).isNotNull();
                    } catch (InvalidProtocolBufferException | FlightRuntimeException refused) {
                        assertThat(refused).hasMessageNotContaining("null");
                    }
                });
    }
}
