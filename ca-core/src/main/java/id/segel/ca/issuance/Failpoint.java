package id.segel.ca.issuance;

/**
 * Places where a test kills the process for real: {@code SEGEL_FAILPOINT=after-intent}, honoured only with
 * {@code SEGEL_TESTING=1}. Outside tests this does nothing.
 */
enum Failpoint {
    BEFORE_INTENT("before-intent"),
    AFTER_INTENT("after-intent"),
    AFTER_SIGN("after-sign"),
    BEFORE_RECORD("before-record");

    private static final String ARMED =
            "1".equals(System.getenv("SEGEL_TESTING")) ? System.getenv().getOrDefault("SEGEL_FAILPOINT", "") : "";

    private final String name;

    Failpoint(String name) {
        this.name = name;
    }

    /** Ends the JVM here, at once and without any cleaning up, if a test asked for it. */
    void pass() {
        if (ARMED.equals(name)) {
            Runtime.getRuntime().halt(137);
        }
    }
}
