package id.segel.csr;

import id.segel.csr.check.StandardChecks;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads a file and runs every check on it. Safe for use by several threads; one instance serves a whole program.
 */
public final class CsrChecker {

    private final List<CsrCheck> checks;

    /**
     * @param checks in the order their findings are told
     */
    public CsrChecker(List<CsrCheck> checks) {
        this.checks = List.copyOf(checks);
    }

    /** With every check of {@link StandardChecks}: what the server and LOCK use. */
    public static CsrChecker standard() {
        return new CsrChecker(StandardChecks.all());
    }

    /**
     * Judges one file.
     *
     * @param input PEM or DER as it was sent, of any size and content
     * @return every finding at once; never throws, whatever the bytes
     */
    public CsrReport check(byte[] input, CsrContext context) {
        RequestReader.Outcome outcome;
        try {
            outcome = RequestReader.read(input);
        } catch (RuntimeException | StackOverflowError e) {
            return new CsrReport(List.of(FindingKind.CANNOT_BE_CHECKED.with("read")), null);
        }
        if (outcome instanceof RequestReader.Unreadable unreadable) {
            return new CsrReport(unreadable.findings(), null);
        }
        ParsedCsr csr = ((RequestReader.Readable) outcome).csr();
        // Two rules may come upon the same fault; a reader wants to hear of it once.
        Set<Finding> findings = new LinkedHashSet<>();
        for (CsrCheck check : checks) {
            findings.addAll(run(check, csr, context));
        }
        boolean keep = findings.stream().noneMatch(f -> f.id().equals(FindingKind.IDENTITY_NUMBER.id()));
        return new CsrReport(List.copyOf(findings), keep ? csr : null);
    }

    /** A check that crashes is our bug; the request is refused rather than let through unchecked. */
    private static List<Finding> run(CsrCheck check, ParsedCsr csr, CsrContext context) {
        try {
            return check.check(csr, context);
        } catch (RuntimeException | StackOverflowError e) {
            return List.of(FindingKind.CANNOT_BE_CHECKED.with(check.id()));
        }
    }
}
