package id.segel.lock;

import id.segel.csr.Language;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.MutuallyExclusiveArgsException;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * LOCK's entry: {@code lock key|csr|send|fetch}. Exit codes: 0 done, 1 refused or failed with the reason told, 2 wrong
 * usage.
 */
@Command(name = "lock")
public final class Lock implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--lang", paramLabel = "id|en", order = 90)
    private LockCommand.Lang lang = LockCommand.Lang.id;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            order = 91)
    private boolean help;

    private Lock() {}

    /** Runs the program and ends the process with the exit code. */
    public static void main(String[] arguments) {
        Console console = System.console();
        Charset charset = console == null ? StandardCharsets.UTF_8 : console.charset();
        Surroundings surroundings = new Surroundings(
                new PrintStream(new FileOutputStream(FileDescriptor.out), true, charset),
                new PrintStream(new FileOutputStream(FileDescriptor.err), true, charset),
                System.getenv(),
                Clock.systemUTC(),
                System::nanoTime,
                new SecureRandom(),
                question -> console == null ? null : console.readPassword("%s", question),
                duration -> Thread.sleep(duration.toMillis()));
        System.exit(run(surroundings, arguments));
    }

    /** The program without the process around it. */
    static int run(Surroundings surroundings, String... arguments) {
        Language language = language(arguments);
        Terminal terminal = new Terminal(surroundings.out(), surroundings.err(), language);
        CommandLine commandLine = new CommandLine(new Lock())
                .addSubcommand(new KeyCommand(surroundings, terminal))
                .addSubcommand(new CsrCommand(surroundings, terminal))
                .addSubcommand(new SendCommand(surroundings, terminal))
                .addSubcommand(new FetchCommand(surroundings, terminal))
                .setResourceBundle(helpTexts(language))
                .setOut(new PrintWriter(surroundings.out(), true))
                .setErr(new PrintWriter(surroundings.err(), true))
                .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
                .setUsageHelpWidth(100)
                .setParameterExceptionHandler((exception, ignored) -> usage(exception, terminal))
                .setExecutionExceptionHandler((exception, failed, result) -> {
                    terminal.complain(Message.OUR_FAULT, exception.getClass().getSimpleName());
                    return LockCommand.REFUSED;
                });
        return commandLine.execute(arguments);
    }

    /** No command was given. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "COMMAND");
    }

    /** The language is needed before the arguments are parsed, for what is said when they are wrong. */
    private static Language language(String... arguments) {
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i].equals("--lang=en")
                    || arguments[i].equals("--lang") && i + 1 < arguments.length && arguments[i + 1].equals("en")) {
                return Language.EN;
            }
        }
        return Language.ID;
    }

    static ResourceBundle helpTexts(Language language) {
        return ResourceBundle.getBundle(
                "id.segel.lock.help",
                new Locale.Builder().setLanguage(language.tag()).build(),
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
    }

    private static int usage(ParameterException exception, Terminal terminal) {
        CommandSpec command = exception.getCommandLine().getCommandSpec();
        if (exception instanceof UnmatchedArgumentException unmatched) {
            terminal.complain(Message.USAGE_UNKNOWN, Terminal.safe(String.join(" ", unmatched.getUnmatched())));
        } else if (exception instanceof MutuallyExclusiveArgsException) {
            terminal.complain(Message.USAGE_EXCLUSIVE, "--key, --csr");
        } else if (exception instanceof MissingParameterException missing) {
            terminal.complain(Message.USAGE_MISSING, names(missing));
        } else if (exception.getArgSpec() != null && exception.getValue() != null) {
            terminal.complain(Message.USAGE_VALUE, Terminal.safe(exception.getValue()), name(exception.getArgSpec()));
        } else if (command.parent() == null) {
            terminal.complain(Message.USAGE_MISSING, "COMMAND");
        } else {
            terminal.complain(Message.USAGE_OTHER, Terminal.safe(String.valueOf(exception.getMessage())));
        }
        terminal.complain(Message.USAGE_HELP, command.qualifiedName());
        return LockCommand.USAGE;
    }

    private static String names(MissingParameterException missing) {
        List<CommandLine.Model.ArgSpec> arguments = missing.getMissing();
        return arguments.isEmpty()
                ? "--key | --csr"
                : arguments.stream().map(Lock::name).distinct().collect(Collectors.joining(", "));
    }

    private static String name(CommandLine.Model.ArgSpec argument) {
        return argument instanceof CommandLine.Model.OptionSpec option
                ? option.longestName()
                : Arrays.toString(new String[] {argument.paramLabel()});
    }
}
