package id.segel.lock;

import picocli.CommandLine.Option;

/** How the server is reached. */
final class ConnectionOptions {

    @Option(names = "--insecure-http", order = 30)
    private boolean insecureHttp;

    @Option(names = "--timeout", paramLabel = "SECONDS", defaultValue = "30", order = 31)
    private int timeoutSeconds = 30;

    boolean insecureHttp() {
        return insecureHttp;
    }

    /** 1 to 600. */
    int timeoutSeconds() {
        return Math.max(1, Math.min(600, timeoutSeconds));
    }
}
