/// The storage engine. See [dev.tidalite.engine].
module dev.tidalite.engine {
    requires static transitive org.jspecify;
    requires transitive dev.tidalite.lp;
    requires transitive jdk.jfr;
    requires org.lz4.java;
    requires com.github.luben.zstd_jni;

    exports dev.tidalite.engine;
    exports dev.tidalite.engine.batch;
    exports dev.tidalite.engine.jfr;
    exports dev.tidalite.engine.parquet;
    exports dev.tidalite.engine.schema;
}
