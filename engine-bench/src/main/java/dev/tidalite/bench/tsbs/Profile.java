package dev.tidalite.bench.tsbs;

/// What TSBS knows to make up.
public enum Profile {
    /// One table of ten tags and ten figures a host.
    CPU {
        @Override
        public LineSource source(int series, long seed) {
            return new CpuData(series, CpuData.Values.INTEGER, seed);
        }
    },
    /// Nine tables a host.
    DEVOPS {
        @Override
        public LineSource source(int series, long seed) {
            return new DevopsData(series, seed);
        }
    },
    /// Trucks that are away now and then; some of what they missed to send comes late.
    IOT {
        @Override
        public LineSource source(int series, long seed) {
            return new IotData(series, seed);
        }
    };

    /// @param series hosts or trucks
    public abstract LineSource source(int series, long seed);
}
