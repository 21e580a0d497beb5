package id.segel.api.health;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Puts together what the watchers saw. Never waits. */
public final class NodeHealth {
    private final List<TokenWatch> tokens;
    private final List<DatabaseWatch> databases;
    private final BackupWatch backups;
    private final Supplier<List<String>> crlComplaints;
    private final boolean issues;
    private volatile boolean stopping;

    /**
     * @param backups which keys exist only once
     * @param crlComplaints a sentence for each CRL that is missing, past half of its life or lacks what it should show
     * @param issues whether this node makes CRLs, so that there is somebody to complain
     */
    public NodeHealth(
            List<TokenWatch> tokens,
            List<DatabaseWatch> databases,
            BackupWatch backups,
            Supplier<List<String>> crlComplaints,
            boolean issues) {
        this.tokens = List.copyOf(tokens);
        this.databases = List.copyOf(databases);
        this.backups = backups;
        this.crlComplaints = crlComplaints;
        this.issues = issues;
    }

    /** Keys that signed lately, and a database that answers. */
    public Report health() {
        List<Part> parts = new ArrayList<>(DatabaseWatch.parts(databases));
        tokens.forEach(watch -> parts.add(watch.part()));
        parts.add(backups.part());
        return Report.of(parts);
    }

    /** Whether requests may come. */
    public Report ready() {
        List<Part> parts = new ArrayList<>(DatabaseWatch.parts(databases));
        databases.forEach(watch -> parts.add(watch.schema()));
        tokens.forEach(watch -> parts.add(watch.generation()));
        if (issues) {
            List<String> complaints = crlComplaints.get();
            parts.add(
                    complaints.isEmpty()
                            ? new Part("crl", true, "every CRL is in the first half of its life")
                            : new Part("crl", false, String.join("; ", complaints)));
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
