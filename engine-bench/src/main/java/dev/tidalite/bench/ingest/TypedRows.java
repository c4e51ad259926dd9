package dev.tidalite.bench.ingest;

import dev.tidalite.bench.tsbs.CpuData;

/// The rows of one writing thread: hosts of its own, step after step. Every contestant that takes
/// typed rows is given the same ones. Used by one thread.
final class TypedRows {
    private final CpuData data;
    private final String[] names;
    private final long rowCount;

    TypedRows(IngestPlan plan, int thread) {
        int hosts = plan.hosts() / plan.threads();
        data = new CpuData(hosts, CpuData.Values.INTEGER, 100L + thread);
        names = new String[hosts];
        for (int host = 0; host < hosts; host++) {
            names[host] = "host_" + (thread * hosts + host);
        }
        rowCount = plan.rows() / plan.threads();
    }

    long rowCount() {
        return rowCount;
    }

    void advance() {
        data.advance();
    }

    long timeNs() {
        return data.timeNs();
    }

    /// The first row of a step is at hand.
    boolean isNewStep() {
        return data.host() == 0;
    }

    String tag(int tag) {
        return tag == 0 ? names[data.host()] : data.tags(data.host())[tag];
    }

    long field(int field) {
        return (long) data.value(field);
    }
}
