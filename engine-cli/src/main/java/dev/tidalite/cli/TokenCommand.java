package dev.tidalite.cli;

import dev.tidalite.http.auth.Permissions;
import dev.tidalite.http.auth.TokenStore;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.file.Path;

/// `tidalite token`
@Command(
        name = "token",
        description =
                "Makes, lists and revokes the tokens of a data folder; a running server sees it.",
        mixinStandardHelpOptions = true)
final class TokenCommand {
    @Option(names = "--data", required = true, paramLabel = "DIR", description = "The data folder.")
    private Path data = Path.of("");

    @Command(name = "create", description = "Makes a token and prints it, this once.")
    int create(
            @Parameters(paramLabel = "NAME", description = "What to call it.") String name,
            @Option(
                            names = "--permissions",
                            defaultValue = "admin",
                            description =
                                    "admin, read:DATABASE, write:DATABASE, separated by commas; *"
                                            + " is any database (default: ${DEFAULT-VALUE}).")
                    String permissions)
            throws IOException {
        System.out.println(new TokenStore(data).create(name, Permissions.parse(permissions)));
        return 0;
    }

    @Command(name = "list", description = "Lists the tokens; not what they are.")
    int list() throws IOException {
        for (TokenStore.Token token : new TokenStore(data).list()) {
            System.out.printf(
                    "%-20s %-40s %s%n", token.name(), token.permissions(), token.created());
        }
        return 0;
    }

    @Command(name = "revoke", description = "Makes a token worthless.")
    int revoke(@Parameters(paramLabel = "NAME") String name) throws IOException {
        if (!new TokenStore(data).revoke(name)) {
            System.err.println("tidalite: there is no token '" + name + "'");
            return 1;
        }
        return 0;
    }
}
