package dev.tidalite.query;

import dev.tidalite.engine.Appender;
import dev.tidalite.engine.Engine;
import dev.tidalite.engine.EngineConfig;
import dev.tidalite.engine.WriteRequest;

import java.nio.file.Path;

public class ReadmeExample {
    public static void main(String[] args) {
        try (Engine engine = Engine.open(EngineConfig.of(Path.of(args[0])));
                QueryEngine queries = QueryEngine.create(engine)) {
            engine.write(WriteRequest.of("home", "room,name=kitchen temp=21.5,co2=410i"));
            try (Appender rows = engine.appender("home", "room")) {
                long now = System.currentTimeMillis() * 1_000_000;
                rows.row().time(now).tag("name", "attic").field("temp", 17.25).append();
            }
            String sql = "SELECT name, max(temp) AS hottest FROM room GROUP BY name ORDER BY name";
            try (QueryResult result = queries.execute(QueryRequest.sql("home", sql))) {
                Rows rows = result.rows();
                while (rows.next()) {
                    System.out.println(rows.get(0) + " " + rows.get(1));
                }
            }
        }
    }
}
