package id.segel.api.command;

import id.segel.api.config.ConfigurationFile;
import id.segel.api.server.KeyUse;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code segel keys}. */
@Command(
        name = "keys",
        description = "Tells how far the rotation of the data token's keys has come.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {KeysCommand.Status.class})
public final class KeysCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Name status.");
    }

    /** {@code segel keys status}. */
    @Command(
            name = "status",
            description =
                    "Prints for each wrapping key and each blind-index key how many rows it still has, and what to do with it.",
            mixinStandardHelpOptions = true,
            footer = {"", "Asks the database only; the data token may be away. See docs/keys.md for the steps."})
    static final class Status implements Callable<Integer> {
        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Parameters(paramLabel = "CONFIG.yml", description = "The configuration of a web node.")
        private Path file = Path.of("segel.yml");

        @Override
        public Integer call() {
            KeyUse.lines(ConfigurationFile.read(file, System.getenv()))
                    .forEach(spec.commandLine().getOut()::println);
            return 0;
        }
    }
}
