package dev.tidalite.cli;

import dev.tidalite.bench.BenchCommand;

import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.logging.LogManager;

/// The program `tidalite`: one command a word.
@Command(
        name = "tidalite",
        description = "An embeddable time-series storage engine, and a server around it.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = {
            DemoCommand.class,
            ServeCommand.class,
            TokenCommand.class,
            QueryCommand.class,
            WriteCommand.class,
            ImportCommand.class,
            ExportCommand.class,
            InspectCommand.class,
            BenchCommand.class,
            AutoComplete.GenerateCompletion.class,
            CommandLine.HelpCommand.class
        })
public final class Main {
    private Main() {}

    public static void main(String[] arguments) throws IOException {
        quietLogs();
        System.exit(commandLine(arguments).execute(arguments));
    }

    /// Logs go to standard error, a line each, unless the user configured them otherwise.
    private static void quietLogs() throws IOException {
        if (System.getProperty("java.util.logging.config.file") == null) {
            try (InputStream settings = Main.class.getResourceAsStream("/logging.properties")) {
                LogManager.getLogManager().readConfiguration(settings);
            }
        }
    }

    /// The commands, with errors told in one line.
    ///
    /// @param arguments that will be executed; they may name a file of settings
    static CommandLine commandLine(String... arguments) {
        CommandLine program = new CommandLine(new Main());
        Objects.requireNonNull(program.getSubcommands().get("serve"))
                .setDefaultValueProvider(SettingsSource.of(List.of(arguments), System.getenv()));
        program.setCaseInsensitiveEnumValuesAllowed(true);
        return program.setExecutionExceptionHandler((failure, command, parsed) -> {
            command.getErr().println("tidalite: " + reason(failure));
            return CommandLine.ExitCode.SOFTWARE;
        });
    }

    private static String reason(Exception failure) {
        String message = failure.getMessage();
        return message == null ? failure.toString() : message;
    }
}
