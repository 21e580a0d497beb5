package id.segel.api;

import id.segel.api.command.AccountCommand;
import id.segel.api.command.BlockedKeysCommand;
import id.segel.api.command.CeremonyCommand;
import id.segel.api.command.CustodyCommand;
import id.segel.api.command.DatabaseCommand;
import id.segel.api.command.DoctorCommand;
import id.segel.api.command.Failure;
import id.segel.api.command.KeysCommand;
import id.segel.api.command.ProductCommand;
import id.segel.api.command.ServerCommand;
import id.segel.api.local.LocalCommand;
import id.segel.api.server.Logs;
import id.segel.api.server.Program;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The program's entry. */
@Command(
        name = "segel",
        description = "A certification authority service: registration in front, an HSM behind, evidence in between.",
        mixinStandardHelpOptions = true,
        version = Program.VERSION,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            ServerCommand.class,
            DatabaseCommand.class,
            LocalCommand.class,
            AccountCommand.class,
            KeysCommand.class,
            ProductCommand.class,
            BlockedKeysCommand.class,
            CeremonyCommand.class,
            CustodyCommand.class,
            DoctorCommand.class
        })
public final class Segel implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** Runs a command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        Logs.forCommands();
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Segel()).setExecutionExceptionHandler((failure, command, parsed) -> {
            command.getErr().println(Failure.sentence(failure));
            return 1;
        });
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "Name a command.");
    }
}
