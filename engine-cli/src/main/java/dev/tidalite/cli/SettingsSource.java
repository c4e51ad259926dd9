package dev.tidalite.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;

/// Values for options that a command line leaves out: from the environment (`--query-timeout` is
/// `TIDALITE_QUERY_TIMEOUT`), else from a file of lines `query-timeout = 30`.
final class SettingsSource implements IDefaultValueProvider {
    private static final String PREFIX = "TIDALITE_";
    private static final String FILE_OPTION = "--config";

    private final Map<String, String> environment;
    private final Properties file;
    private final String fault;

    SettingsSource(Map<String, String> environment, Properties file, String fault) {
        this.environment = environment;
        this.file = file;
        this.fault = fault;
    }

    /// Reads the file that the command line or `TIDALITE_CONFIG` names; one that cannot be read is
    /// [#fault()].
    static SettingsSource of(List<String> arguments, Map<String, String> environment) {
        String named = environment.get(PREFIX + "CONFIG");
        for (int i = 0; i < arguments.size(); i++) {
            if (arguments.get(i).equals(FILE_OPTION) && i + 1 < arguments.size()) {
                named = arguments.get(i + 1);
            } else if (arguments.get(i).startsWith(FILE_OPTION + "=")) {
                named = arguments.get(i).substring(FILE_OPTION.length() + 1);
            }
        }
        Properties file = new Properties();
        String fault = "";
        if (named != null) {
            try (Reader text = Files.newBufferedReader(Path.of(named))) {
                file.load(text);
            } catch (IOException e) {
                fault = "cannot read the settings in " + named;
            }
        }
        return new SettingsSource(environment, file, fault);
    }

    /// Why the file could not be read; empty if it could, or if there is none.
    String fault() {
        return fault;
    }

    @Override
    public @Nullable String defaultValue(ArgSpec argument) {
        if (!(argument instanceof OptionSpec option)) {
            return null;
        }
        String fromEnvironment = environment.get(variable(option));
        return fromEnvironment == null ? file.getProperty(key(option)) : fromEnvironment;
    }

    /// Where the value of an option that was not given comes from: `environment`, `file` or
    /// `default`.
    String origin(OptionSpec option) {
        if (environment.containsKey(variable(option))) {
            return "environment";
        }
        return file.containsKey(key(option)) ? "file" : "default";
    }

    /// The names in the file that are no option, which are likely misspelt.
    Set<String> unknown(List<OptionSpec> options) {
        Set<String> known = options.stream().map(SettingsSource::key).collect(Collectors.toSet());
        return file.stringPropertyNames().stream()
                .filter(name -> !known.contains(name))
                .collect(Collectors.toCollection(java.util.TreeSet::new));
    }

    static String key(OptionSpec option) {
        return option.longestName().replaceFirst("^-+", "");
    }

    private static String variable(OptionSpec option) {
        return PREFIX + key(option).toUpperCase(Locale.ROOT).replace('-', '_');
    }
}
