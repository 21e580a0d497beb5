package id.segel.api.local;

import id.segel.local.LocalServiceException;
import id.segel.local.UnixUser;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code segel local}: one machine, one command. What deploy/run calls. */
@Command(
        name = "local",
        description = "Runs the service on this machine with a private PostgreSQL and SoftHSM2 in SEGEL_HOME.",
        mixinStandardHelpOptions = true,
        subcommands = {LocalCommand.Run.class, LocalCommand.Prepare.class, LocalCommand.Otp.class})
public final class LocalCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return 2;
    }

    private static LocalSettings settings() {
        return LocalSettings.from(System.getenv(), UnixUser.weAreRoot(), System.getProperty("user.home"));
    }

    private static int told(Callable<Integer> work) throws Exception {
        try {
            return work.call();
        } catch (LocalFailure | LocalServiceException | IllegalArgumentException | IllegalStateException e) {
            System.err.println(e.getMessage());
            return 1;
        } catch (IOException e) {
            System.err.println("A file could not be read or written: " + e.getMessage());
            return 1;
        }
    }

    @Command(
            name = "run",
            description = "Starts database, tokens and service and stays until it is stopped (Ctrl-C).",
            mixinStandardHelpOptions = true)
    static final class Run implements Callable<Integer> {
        @Option(
                names = "--demo",
                description = "Walks through the eight steps with demonstration accounts, then stops.")
        private boolean demo;

        @Option(names = "--keep", description = "With --demo: stays running afterwards.")
        private boolean keep;

        @Override
        public Integer call() throws Exception {
            return told(() -> new Supervisor(settings(), System.out).run(demo, keep));
        }
    }

    @Command(
            name = "prepare",
            description = "Makes tokens, keys and first accounts of a home (called by run).",
            mixinStandardHelpOptions = true)
    static final class Prepare implements Callable<Integer> {
        @Parameters(paramLabel = "HOME", description = "The home's folder.")
        private Path directory = Path.of(".");

        @Option(names = "--first", description = "Makes tokens and carries out the first ceremony.")
        private boolean first;

        @Option(names = "--demo", description = "Makes demonstration accounts.")
        private boolean demo;

        @Override
        public Integer call() throws Exception {
            return told(() -> {
                new Preparation(directory, System.out).run(first, demo);
                return 0;
            });
        }
    }

    @Command(
            name = "otp",
            description = "Prints the current one-time code of a demonstration account.",
            mixinStandardHelpOptions = true)
    static final class Otp implements Callable<Integer> {
        @Parameters(paramLabel = "ROLE", description = "OFFICER, SUPERVISOR, AUDITOR or ADMIN.")
        private String role = "";

        @Override
        public Integer call() throws Exception {
            return told(() -> {
                Path file = settings().home().resolve("demo").resolve("accounts.json");
                List<DemoAccount> accounts = DemoAccount.read(file);
                DemoAccount account = DemoAccount.first(accounts, role.toUpperCase(Locale.ROOT));
                String code = account.oneTimeCode();
                if (code == null) {
                    throw new LocalFailure("accounts of the role " + account.role() + " sign in without a code.");
                }
                System.out.println(code);
                return 0;
            });
        }
    }
}
