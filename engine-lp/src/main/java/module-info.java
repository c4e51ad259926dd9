/// The line protocol decoder. See [dev.tidalite.lp].
module dev.tidalite.lp {
    requires static transitive org.jspecify;
    requires static jdk.incubator.vector;

    exports dev.tidalite.lp;
}
