package id.segel.ca.ceremony;

/**
 * Places where a test kills a ceremony for real: {@code SEGEL_FAILPOINT=ceremony-after-key}, honoured only with
 * {@code SEGEL_TESTING=1}. Outside tests this does nothing.
 */
enum CeremonyFailpoint {
    AFTER_KEY("ceremony-after-key"),
    AFTER_AUTHORITY("ceremony-after-authority"),
    AFTER_CERTIFICATE("ceremony-after-certificate"),
    BEFORE_FINISH("ceremony-before-finish");

    private static final String ARMED =
            "1".equals(System.getenv("SEGEL_TESTING")) ? System.getenv().getOrDefault("SEGEL_FAILPOINT", "") : "";

    private final String name;

    CeremonyFailpoint(String name) {
        this.name = name;
    }

    /** Ends the JVM here, at once and without any cleaning up, if a test asked for it. */
    void pass() {
        if (ARMED.equals(name)) {
            Runtime.getRuntime().halt(137);
        }
    }
}
