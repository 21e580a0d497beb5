package id.segel.lock;

import java.util.concurrent.Callable;
import picocli.CommandLine.Option;

/** What every command has: a language, help, and the way its refusals become an exit code. */
abstract class LockCommand implements Callable<Integer> {

    static final int OK = 0;
    static final int REFUSED = 1;
    static final int USAGE = 2;

    private final Surroundings surroundings;
    private final Terminal terminal;

    @Option(names = "--lang", paramLabel = "id|en", order = 90)
    private Lang lang = Lang.id;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            order = 91)
    private boolean help;

    /** Spelled as they stand on the command line, so that picocli itself refuses others. */
    enum Lang {
        id,
        en
    }

    LockCommand(Surroundings surroundings, Terminal terminal) {
        this.surroundings = surroundings;
        this.terminal = terminal;
    }

    Surroundings surroundings() {
        return surroundings;
    }

    Terminal terminal() {
        return terminal;
    }

    /** Does the work. */
    abstract int run() throws LockException;

    @Override
    public final Integer call() {
        try {
            return run();
        } catch (LockException e) {
            terminal.complain(e);
            return REFUSED;
        }
    }
}
