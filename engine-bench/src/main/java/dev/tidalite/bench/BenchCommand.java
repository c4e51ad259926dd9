package dev.tidalite.bench;

import dev.tidalite.bench.all.AllCommand;
import dev.tidalite.bench.compaction.CompactionCommand;
import dev.tidalite.bench.growth.CardinalityCommand;
import dev.tidalite.bench.growth.GrowthCommand;
import dev.tidalite.bench.http.HttpCommand;
import dev.tidalite.bench.ingest.IngestCommand;
import dev.tidalite.bench.jmh.JmhCommand;
import dev.tidalite.bench.profile.ProfileCommand;
import dev.tidalite.bench.query.QueryCommand;
import dev.tidalite.bench.recovery.RecoveryCommand;
import dev.tidalite.bench.report.CompareCommand;
import dev.tidalite.bench.scan.ScanCommand;
import dev.tidalite.bench.soak.SoakCommand;
import dev.tidalite.bench.tsbs.GenerateCommand;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/// `tidalite bench`: one command a measurement, each in the package of what it measures. A new one
/// is a class there and its name here.
@Command(
        name = "bench",
        description = "Measures this engine and its peers on this machine.",
        mixinStandardHelpOptions = true,
        subcommands = {
            IngestCommand.class,
            QueryCommand.class,
            HttpCommand.class,
            RecoveryCommand.class,
            ScanCommand.class,
            CompactionCommand.class,
            CardinalityCommand.class,
            GrowthCommand.class,
            SoakCommand.class,
            JmhCommand.class,
            AllCommand.class,
            ProfileCommand.class,
            CompareCommand.class,
            GenerateCommand.class,
            CommandLine.HelpCommand.class
        })
public final class BenchCommand {
    private BenchCommand() {}

    /// The same without the program around it: what runs in a process of its own begins here.
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new BenchCommand()).execute(arguments));
    }
}
