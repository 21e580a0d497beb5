package id.segel.api.server;

/** What this program is, as {@code --version} and transcripts say it. */
public final class Program {
    public static final String VERSION = "segel 0.1.0";

    private Program() {}
}
