package id.segel.api.command;

import id.segel.ca.custody.Desk;
import java.io.Console;
import org.jspecify.annotations.Nullable;

/** The terminal the command was started in. Hidden answers are not echoed; a new page clears screen and scroll-back. */
final class TerminalDesk implements Desk {
    /** ECMA-48: cursor home, erase the page, erase what was scrolled away. */
    private static final String NEW_PAGE = "\u001b[H\u001b[2J\u001b[3J";

    private final Console console;

    private TerminalDesk(Console console) {
        this.console = console;
    }

    /** The terminal, or null where the command was not started in one. */
    static @Nullable Desk find() {
        Console console = System.console();
        return console == null ? null : new TerminalDesk(console);
    }

    /**
     * The terminal.
     *
     * @throws IllegalStateException where there is none
     */
    static Desk require() {
        Desk desk = find();
        if (desk == null) {
            throw new IllegalStateException(
                    "Custodians type at a terminal, and this command was not started in one. Start it without redirecting"
                            + " its input or output.");
        }
        return desk;
    }

    @Override
    public String ask(String prompt) {
        String answer = console.readLine("%s", prompt);
        if (answer == null) {
            throw new IllegalStateException("Nobody answered: the terminal's input ended.");
        }
        return answer;
    }

    @Override
    public char[] askHidden(String prompt) {
        char[] answer = console.readPassword("%s", prompt);
        if (answer == null) {
            throw new IllegalStateException("Nobody answered: the terminal's input ended.");
        }
        return answer;
    }

    @Override
    public void show(String line) {
        console.printf("%s%n", line);
    }

    @Override
    public void newPage() {
        console.printf("%s", NEW_PAGE);
        console.flush();
    }
}
