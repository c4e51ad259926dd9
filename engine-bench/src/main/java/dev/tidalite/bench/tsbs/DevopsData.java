package dev.tidalite.bench.tsbs;

import java.util.List;

/// The TSBS "devops" case: nine tables of each host, a row of each every ten seconds, host after
/// host within a step. All rows have the ten tags of [CpuData], some further ones.
///
/// Source: the devops simulator of the Time Series Benchmark Suite, whose spelling `postgresl` is
/// kept.
final class DevopsData implements LineSource {
    private static final List<Shape> SHAPES =
            List.of(
                    new Shape(
                            "cpu",
                            "usage_user:WALK:100",
                            "usage_system:WALK:100",
                            "usage_idle:WALK:100",
                            "usage_nice:WALK:100",
                            "usage_iowait:WALK:100",
                            "usage_irq:WALK:100",
                            "usage_softirq:WALK:100",
                            "usage_steal:WALK:100",
                            "usage_guest:WALK:100",
                            "usage_guest_nice:WALK:100"),
                    new Shape(
                            "diskio",
                            "reads:COUNT:100",
                            "writes:COUNT:100",
                            "read_bytes:COUNT:200",
                            "write_bytes:COUNT:200",
                            "read_time:COUNT:10",
                            "write_time:COUNT:10",
                            "io_time:COUNT:10"),
                    new Shape(
                            "disk",
                            "total:FIXED:1099511627776",
                            "free:WALK:1099511627776",
                            "used:WALK:1099511627776",
                            "used_percent:WALK:100",
                            "inodes_total:FIXED:268435456",
                            "inodes_free:WALK:268435456",
                            "inodes_used:WALK:268435456"),
                    new Shape(
                            "kernel",
                            "boot_time:FIXED:240",
                            "interrupts:COUNT:10",
                            "context_switches:COUNT:10",
                            "processes_forked:COUNT:10",
                            "disk_pages_in:COUNT:10",
                            "disk_pages_out:COUNT:10"),
                    new Shape(
                            "mem",
                            "total:FIXED:34359738368",
                            "available:WALK:34359738368",
                            "used:WALK:34359738368",
                            "free:WALK:34359738368",
                            "cached:WALK:34359738368",
                            "buffered:WALK:34359738368",
                            "used_percent:DECIMAL:100",
                            "available_percent:DECIMAL:100",
                            "buffered_percent:DECIMAL:100"),
                    new Shape(
                            "net",
                            "bytes_sent:COUNT:100",
                            "bytes_recv:COUNT:100",
                            "packets_sent:COUNT:100",
                            "packets_recv:COUNT:100",
                            "err_in:COUNT:10",
                            "err_out:COUNT:10",
                            "drop_in:COUNT:10",
                            "drop_out:COUNT:10"),
                    new Shape(
                            "nginx",
                            "accepts:COUNT:10",
                            "active:WALK:100",
                            "handled:COUNT:10",
                            "reading:WALK:100",
                            "requests:COUNT:10",
                            "waiting:WALK:100",
                            "writing:WALK:100"),
                    new Shape(
                            "postgresl",
                            "numbackends:WALK:1000",
                            "xact_commit:WALK:1000",
                            "xact_rollback:WALK:1000",
                            "blks_read:WALK:1000",
                            "blks_hit:WALK:1000",
                            "tup_returned:WALK:1000",
                            "tup_fetched:WALK:1000",
                            "tup_inserted:WALK:1000",
                            "tup_updated:WALK:1000",
                            "tup_deleted:WALK:1000",
                            "conflicts:WALK:1000",
                            "temp_files:WALK:1000",
                            "temp_bytes:WALK:1048576",
                            "deadlocks:WALK:1000",
                            "blk_read_time:WALK:1000",
                            "blk_write_time:WALK:1000"),
                    redis());

    private final int hostCount;
    private final SplitMix random;
    private final byte[][][] prefixes;
    private final long[][][] values;
    private int host = -1;
    private int shape = SHAPES.size() - 1;
    private long timeNs = CpuData.START_NS;

    DevopsData(int hostCount, long seed) {
        this.hostCount = hostCount;
        this.random = new SplitMix(seed);
        CpuData hosts = new CpuData(hostCount, CpuData.Values.INTEGER, seed);
        prefixes = new byte[hostCount][SHAPES.size()][];
        values = new long[hostCount][SHAPES.size()][];
        for (int h = 0; h < hostCount; h++) {
            for (int s = 0; s < SHAPES.size(); s++) {
                String table = SHAPES.get(s).table();
                String tags = hosts.tagText(h) + furtherTags(table);
                prefixes[h][s] = Shape.bytes(table + tags + ' ');
                values[h][s] = SHAPES.get(s).start(random);
            }
        }
    }

    private static Shape redis() {
        return new Shape(
                "redis",
                "uptime_in_seconds:COUNT:10",
                "total_connections_received:COUNT:10",
                "expired_keys:COUNT:10",
                "evicted_keys:COUNT:10",
                "keyspace_hits:COUNT:10",
                "keyspace_misses:COUNT:10",
                "instantaneous_ops_per_sec:WALK:100",
                "instantaneous_input_kbps:WALK:100",
                "instantaneous_output_kbps:WALK:100",
                "connected_clients:WALK:10000",
                "used_memory:WALK:17179869184",
                "used_memory_rss:WALK:17179869184",
                "used_memory_peak:WALK:17179869184",
                "used_memory_lua:WALK:17179869184",
                "rdb_changes_since_last_save:WALK:10000",
                "sync_full:COUNT:1",
                "sync_partial_ok:COUNT:1",
                "sync_partial_err:COUNT:1",
                "pubsub_channels:WALK:100",
                "pubsub_patterns:WALK:100",
                "latest_fork_usec:WALK:1000",
                "connected_slaves:WALK:100",
                "master_repl_offset:COUNT:100",
                "repl_backlog_active:WALK:1",
                "repl_backlog_size:WALK:10000",
                "repl_backlog_histlen:WALK:10000",
                "mem_fragmentation_ratio:WALK:100",
                "used_cpu_sys:COUNT:10",
                "used_cpu_user:COUNT:10",
                "used_cpu_sys_children:COUNT:10",
                "used_cpu_user_children:COUNT:10");
    }

    private String furtherTags(String table) {
        return switch (table) {
            case "diskio" -> ",serial=" + number(10) + '-' + number(1_000);
            case "disk" -> ",path=/dev/sda" + number(10) + ",fstype=" + fileSystem();
            case "net" -> ",interface=eth" + number(4);
            case "nginx", "redis" ->
                    ",port=" + number(65_536) + ",server=" + table + number(10_000);
            default -> "";
        };
    }

    private String number(int bound) {
        return Integer.toString(random.nextInt(bound));
    }

    private String fileSystem() {
        return List.of("ext3", "ext4", "btrfs").get(random.nextInt(3));
    }

    @Override
    public int appendLine(byte[] text, int at) {
        if (++shape == SHAPES.size()) {
            shape = 0;
            if (++host == hostCount) {
                host = 0;
                timeNs += CpuData.STEP_NS;
            }
        }
        int end = Digits.append(text, at, prefixes[host][shape]);
        end = SHAPES.get(shape).append(text, end, values[host][shape], random);
        text[end++] = ' ';
        end = Digits.append(text, end, timeNs);
        text[end++] = '\n';
        return end;
    }
}
