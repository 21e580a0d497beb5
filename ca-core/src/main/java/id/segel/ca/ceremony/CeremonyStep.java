package id.segel.ca.ceremony;

/**
 * One thing a ceremony does. A ceremony file is a list of these, in the order of {@link CeremonyFile#steps}; the engine
 * first has all of them planned, and only when none of them found a fault has them carried out, one after the other.
 */
interface CeremonyStep {
    /** What it does, short and the same for the same entry of a file, such as {@code authority root-g1}. */
    String name();

    /**
     * Says into the plan exactly what would be made, and everything that forbids it. Makes nothing, stores nothing, and
     * writes to no token.
     */
    void plan(CeremonyPlan plan);

    /**
     * Makes it. Not called if any step of the file has a fault.
     *
     * @throws RuntimeException saying why not; the run destroys the keys it made whose certificates did not come into being
     */
    void carryOut(CeremonyRun run);
}
