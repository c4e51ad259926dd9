package dev.tidalite.engine.internal.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidalite.engine.internal.catalog.Catalog;
import dev.tidalite.engine.internal.catalog.Database;
import dev.tidalite.engine.internal.catalog.Table;
import dev.tidalite.engine.internal.catalog.TableChange;
import dev.tidalite.engine.schema.TableSchema;
import dev.tidalite.testkit.Seeds;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

class SeriesKeysTest {
    private static final int KEYS = 20_000;

    private final Table table = table();

    private static Table table() {
        Catalog catalog = new Catalog();
        Database database = catalog.prepare("db");
        TableSchema none = TableSchema.empty("cpu");
        TableChange change = new TableChange("cpu", null, none, List.of());
        return Objects.requireNonNull(catalog.commit(database, 0, List.of(change))).getFirst();
    }

    private static byte[] key(int number) {
        String padding = "x".repeat(number % 7 == 0 ? number % 5_000 : 0);
        return ("cpu,host=" + number + padding).getBytes(StandardCharsets.UTF_8);
    }

    /// Bad on purpose: several keys share it.
    private static long hash(int number) {
        return number / 3 * 0x9E3779B97F4A7C15L;
    }

    private static int find(SeriesKeys keys, int number, int guess) {
        byte[] line =
                ("## " + new String(key(number), StandardCharsets.UTF_8) + " v=1")
                        .getBytes(StandardCharsets.UTF_8);
        return keys.find(line, 3, line.length - 4, hash(number), guess);
    }

    @Test
    void everyKeyIsFoundWhateverIsGuessed() {
        SeriesKeys keys = new SeriesKeys();
        for (int number = 0; number < KEYS; number++) {
            assertThat(keys.add(key(number), hash(number), table, number + 5)).isPositive();
            assertThat(keys.add(key(number), hash(number), table, -1)).isZero();
        }
        Seeds.forEach(
                1_000,
                random -> {
                    int number = random.nextInt(KEYS);
                    int guess = random.nextInt(4) == 0 ? number : random.nextInt(-1, KEYS * 2);
                    int found = find(keys, number, guess);
                    assertThat(keys.series(found)).isEqualTo(number + 5);
                    assertThat(keys.table(found)).isSameAs(table);
                    assertThat(find(keys, KEYS + number, guess)).isEqualTo(SeriesKeys.NONE);
                });
    }

    @Test
    void whatIsFoundWhileOthersAddIsRight() throws InterruptedException {
        SeriesKeys keys = new SeriesKeys();
        AtomicInteger added = new AtomicInteger();
        AtomicBoolean done = new AtomicBoolean();
        AtomicReference<String> wrong = new AtomicReference<>();
        Thread reader =
                Thread.ofPlatform()
                        .start(() -> {
                            int guess = 0;
                            while (!done.get()) {
                                int known = added.get();
                                int number = guess % (known + 10);
                                int found = find(keys, number, guess % (KEYS + 5));
                                if (found == SeriesKeys.NONE
                                        ? number < known
                                        : keys.series(found) != number) {
                                    wrong.set(number + " of " + known + " is " + found);
                                }
                                guess += 7;
                            }
                        });
        for (int number = 0; number < KEYS; number++) {
            keys.add(key(number), hash(number), table, number);
            added.set(number + 1);
        }
        done.set(true);
        reader.join();
        assertThat(wrong.get()).isNull();
    }
}
