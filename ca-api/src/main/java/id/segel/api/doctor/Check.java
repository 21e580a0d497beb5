package id.segel.api.doctor;

/**
 * One look at one thing. Changes nothing, ends by itself, and says what it found, also when all is well. A new one is
 * added to the list in {@link Doctor}.
 */
@FunctionalInterface
interface Check {
    /**
     * Looks.
     *
     * @throws RuntimeException for what nobody foresaw; it becomes a finding
     */
    void look(Findings findings);

    /** Looks, and takes down as a finding what nobody foresaw. */
    default void lookSafely(Findings findings) {
        try {
            look(findings);
        } catch (RuntimeException e) {
            findings.error(
                    Topic.DOCTOR,
                    "The examination failed: " + e.getClass().getSimpleName() + ", " + e.getMessage(),
                    "Report it with this line; the other findings hold.");
        }
    }
}
