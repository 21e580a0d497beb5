package id.segel.csr;

import id.segel.csr.check.StandardChecks;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/**
 * Reads a file and runs every check on it. Safe for use by several threads; one instance serves a whole program.
 */
public final class CsrChecker {

    private final List<CsrCheck> checks;
    private final List<CsrCheck> lastChecks;
    private final BiConsumer<String, Throwable> crashed;

    /**
     * @param checks in the order their findings are told; those that run {@linkplain CsrCheck#onlyIfNothingFailed only if
     *     nothing failed} come last of themselves
     */
    public CsrChecker(List<CsrCheck> checks) {
        this(checks, (check, cause) -> {});
    }

    /**
     * The same.
     *
     * @param crashed told the id of a check that crashed, or {@code read}, and why; the report says only that it did
     */
    public CsrChecker(List<CsrCheck> checks, BiConsumer<String, Throwable> crashed) {
        this.crashed = crashed;
        this.checks = checks.stream().filter(c -> !c.onlyIfNothingFailed()).toList();
        this.lastChecks = checks.stream().filter(CsrCheck::onlyIfNothingFailed).toList();
    }

    /** With every check of {@link StandardChecks}: what the server and LOCK use. */
    public static CsrChecker standard() {
        return new CsrChecker(StandardChecks.all());
    }

    /** The same, for a program that keeps a log. */
    public static CsrChecker standard(BiConsumer<String, Throwable> crashed) {
        return new CsrChecker(StandardChecks.all(), crashed);
    }

    /**
     * Judges one file.
     *
     * @param input PEM or DER as it was sent, of any size and content
     * @return every finding at once; never throws, whatever the bytes
     */
    public CsrReport check(byte[] input, CsrContext context) {
        return judge(input, context, check -> true);
    }

    /**
     * Judges once more a file whose full {@link #check} is on record, without the checks that its bytes settled then
     * (among them the proof of possession). For the moment before signing, when what can have changed is the world and
     * not the file: the caller must have compared the file's hash with the one on record, and the report on record must
     * not have been refused. That this report is not refused means nothing for any other file.
     *
     * @param input the bytes that were checked
     * @return every finding but those of the checks left out; never throws
     */
    public CsrReport recheck(byte[] input, CsrContext context) {
        return judge(input, context, check -> !check.settledByBytes());
    }

    private CsrReport judge(byte[] input, CsrContext context, Predicate<CsrCheck> wanted) {
        RequestReader.Outcome outcome;
        try {
            outcome = RequestReader.read(input);
        } catch (RuntimeException | StackOverflowError e) {
            crashed.accept("read", e);
            return new CsrReport(List.of(FindingKind.CANNOT_BE_CHECKED.with("read")), null);
        }
        if (outcome instanceof RequestReader.Unreadable unreadable) {
            return new CsrReport(unreadable.findings(), null);
        }
        ParsedCsr csr = ((RequestReader.Readable) outcome).csr();
        // Two rules may come upon the same fault; a reader wants to hear of it once.
        Set<Finding> findings = new LinkedHashSet<>();
        checks.stream().filter(wanted).forEach(check -> findings.addAll(run(check, csr, context)));
        if (findings.stream().noneMatch(Finding::refuses)) {
            lastChecks.stream().filter(wanted).forEach(check -> findings.addAll(run(check, csr, context)));
        }
        boolean keep = findings.stream().noneMatch(f -> f.id().equals(FindingKind.IDENTITY_NUMBER.id()));
        return new CsrReport(List.copyOf(findings), keep ? csr : null);
    }

    /** A check that crashes is our bug; the request is refused rather than let through unchecked. */
    private List<Finding> run(CsrCheck check, ParsedCsr csr, CsrContext context) {
        try {
            return check.check(csr, context);
        } catch (RuntimeException | StackOverflowError e) {
            crashed.accept(check.id(), e);
            return List.of(FindingKind.CANNOT_BE_CHECKED.with(check.id()));
        }
    }
}
