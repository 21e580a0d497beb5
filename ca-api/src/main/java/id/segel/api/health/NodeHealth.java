package id.segel.api.health;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Puts together what the watchers saw. Never waits. */
public final class NodeHealth {
    private final List<TokenWatch> tokens;
    private final List<DatabaseWatch> databases;
    private final Supplier<List<String>> oldCrls;
    private final boolean issues;
    private volatile boolean stopping;

    /**
     * @param oldCrls names of CAs whose CRL is missing or past half of its life
     * @param issues whether this node makes CRLs, so that the names are known
     */
    public NodeHealth(
            List<TokenWatch> tokens, List<DatabaseWatch> databases, Supplier<List<String>> oldCrls, boolean issues) {
        this.tokens = List.copyOf(tokens);
        this.databases = List.copyOf(databases);
        this.oldCrls = oldCrls;
        this.issues = issues;
    }

    /** Keys that signed lately, and a database that answers. */
    public Report health() {
        List<Part> parts = new ArrayList<>(DatabaseWatch.parts(databases));
        tokens.forEach(watch -> parts.add(watch.part()));
        return Report.of(parts);
    }

    /** Whether requests may come. */
    public Report ready() {
        List<Part> parts = new ArrayList<>(DatabaseWatch.parts(databases));
        databases.forEach(watch -> parts.add(watch.schema()));
        tokens.forEach(watch -> parts.add(watch.generation()));
        if (issues) {
            List<String> old = oldCrls.get();
            parts.add(
                    old.isEmpty()
                            ? new Part("crl", true, "every CRL is in the first half of its life")
                            : new Part(
                                    "crl",
                                    false,
                                    "CRLs missing or past half of their life: " + String.join(", ", old)
                                            + ". They are made as soon as token and database answer; look at the log."));
        }
        if (stopping) {
            parts.add(new Part("node", false, "is stopping"));
        }
        return Report.of(parts);
    }

    /** From now on nobody should send requests here. */
    public void stopping() {
        stopping = true;
    }
}
