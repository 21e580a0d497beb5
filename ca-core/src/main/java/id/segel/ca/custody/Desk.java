package id.segel.ca.custody;

/** The place where custodians come one at a time: a terminal, or a test's script. */
public interface Desk {
    /**
     * Asks for a line and lets it be seen.
     *
     * @throws IllegalStateException when there is nobody to answer
     */
    String ask(String prompt);

    /**
     * Asks for a line that is not echoed; whoever takes it wipes it.
     *
     * @throws IllegalStateException when there is nobody to answer
     */
    char[] askHidden(String prompt);

    /** Shows a line. */
    void show(String line);

    /** Begins a new page: what was shown cannot be seen any more. */
    void newPage();
}
