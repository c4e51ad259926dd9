package dev.tidalite.engine;

import dev.tidalite.engine.batch.DictionaryVector;
import dev.tidalite.engine.batch.DoubleVector;
import dev.tidalite.engine.batch.TableBatch;

import java.nio.file.Path;
import java.util.List;

/// The embedding example of the documentation, compiled and run by [EmbeddingExampleTest].
final class EmbeddingExample {
    private EmbeddingExample() {}

    static double hottest(Path folder) {
        try (Engine engine = Engine.open(EngineConfig.of(folder))) {
            engine.write(
                    WriteRequest.of("home", "room,name=kitchen temp=21.5 1735545600000000000"));
            try (Appender appender = engine.appender("home", "room")) {
                appender.row()
                        .time(1735545610000000000L)
                        .tag("name", "hall")
                        .field("temp", 19.0)
                        .append();
            }
            double hottest = Double.NEGATIVE_INFINITY;
            ScanSpec spec = ScanSpec.of("room", List.of("name", "temp"));
            try (Snapshot home = engine.snapshot("home");
                    BatchCursor rows = home.scan(spec)) {
                for (TableBatch batch = rows.next(); batch != null; batch = rows.next()) {
                    DictionaryVector names = (DictionaryVector) batch.vector(0);
                    DoubleVector temps = (DoubleVector) batch.vector(1);
                    for (int row = 0; row < batch.rowCount(); row++) {
                        System.out.println(names.text(row) + " " + temps.values()[row]);
                        hottest = Math.max(hottest, temps.values()[row]);
                    }
                }
            }
            return hottest;
        }
    }
}
