package id.segel.ca.ceremony;

import id.segel.ca.audit.AuditLog;
import id.segel.ca.authority.AuthorityKey;
import id.segel.ca.authority.KeyBackups;
import id.segel.ca.issuance.DirectIssuance;
import id.segel.ca.issuance.Fingerprint;
import id.segel.ca.store.Database;
import id.segel.ca.store.Sha256;
import id.segel.hsm.SignatureScheme;
import id.segel.hsm.Token;
import id.segel.hsm.TokenPurpose;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Carries out a {@link CeremonyFile}: has every step planned, refuses with all faults before anything is made, has the
 * steps carried out in their order, and writes a transcript, which a key of the ceremony signs. What fails half-way leaves
 * no key without a certificate, and the same file can be run again: what is done is not repeated. Not thread-safe; one
 * ceremony at a time over all machines.
 */
public final class Ceremony {
    private static final String NOTHING = "\nNothing was made.";

    private final CeremonyTools tools;
    private final CeremonyDao dao;

    public Ceremony(CeremonyTools tools) {
        this.tools = tools;
        this.dao = new CeremonyDao(tools.database(), tools.audit());
    }

    /** A ceremony without files. */
    public Ceremony(
            Database database,
            AuditLog audit,
            DirectIssuance issuance,
            Map<TokenPurpose, Token> tokens,
            Consumer<String> transcript) {
        this(new CeremonyTools(database, audit, issuance, tokens, CeremonyFolder.NONE, "segel", transcript));
    }

    /**
     * Says exactly what the file would make, and makes nothing.
     *
     * @param cleanUp whether what ceremonies left that were cut off would be cleaned up first
     * @return the lines, also shown one by one
     * @throws IllegalArgumentException when the file has faults
     * @throws IllegalStateException with everything that forbids it
     */
    public String dryRun(String text, boolean cleanUp) {
        CeremonyFile file = CeremonyFile.parse(text);
        CeremonyPlan plan = plan(text, file, steps(file, cleanUp));
        List<String> lines = new ArrayList<>();
        lines.add("Dry run: nothing is made.");
        lines.add("Ceremony: " + file.title());
        lines.add("File SHA-256, to be read aloud: " + Fingerprint.of(utf8(text)));
        lines.add("Operators: " + String.join(", ", file.operators()));
        lines.add("Witnesses: " + (file.witnesses().isEmpty() ? "none" : String.join(", ", file.witnesses())));
        lines.addAll(tools.surroundings().custody());
        lines.addAll(plan.lines());
        lines.add("Dry run: nothing was made.");
        lines.forEach(tools.shown());
        return String.join("\n", lines) + "\n";
    }

    /** Carries the file out, cleaning up after nobody. */
    public String run(String text) {
        return run(text, false);
    }

    /**
     * Carries the file out.
     *
     * @param text the exact text of the file
     * @param cleanUp whether what ceremonies left that were cut off is cleaned up first
     * @return the transcript, also stored with the ceremony and written to the folder
     * @throws IllegalArgumentException when the file has faults
     * @throws IllegalStateException with everything that forbids it, when nothing was made; or when it failed half-way,
     *     with what was destroyed
     */
    public String run(String text, boolean cleanUp) {
        CeremonyFile file = CeremonyFile.parse(text);
        try (CeremonyLock lock = CeremonyLock.tryTake(tools.database())
                .orElseThrow(() ->
                        new IllegalStateException("another ceremony is under way; wait for its end." + NOTHING))) {
            List<CeremonyStep> steps = steps(file, cleanUp);
            plan(text, file, steps);
            tools.folder().make();
            return carryOut(text, file, steps);
        }
    }

    private List<CeremonyStep> steps(CeremonyFile file, boolean cleanUp) {
        List<CeremonyStep> steps = new ArrayList<>();
        List<CeremonyKeys.Interrupted> interrupted = dao.keys().interrupted();
        interrupted.forEach(ceremony -> steps.add(new CleanUpStep(ceremony, cleanUp)));
        steps.addAll(file.steps());
        return steps;
    }

    private CeremonyPlan plan(String text, CeremonyFile file, List<CeremonyStep> steps) {
        byte[] hash = Sha256.of(utf8(text));
        CeremonyPlan plan = new CeremonyPlan(tools, dao, hash);
        for (CeremonyDao.Earlier earlier : dao.earlier(hash)) {
            if ("DONE".equals(earlier.outcome())) {
                plan.fault("this file was carried out already, as ceremony " + earlier.id()
                        + "; write a new file for what is to be made now");
            }
        }
        if (file.steps().isEmpty()) {
            plan.fault("the file holds no section that makes anything");
        }
        String folder = tools.folder().fault();
        if (folder != null) {
            plan.fault(folder);
        }
        Set<String> done = dao.stepsDone(hash);
        if (plan.faults().isEmpty()) {
            int number = 0;
            for (CeremonyStep step : steps) {
                number++;
                if (done.contains(step.name())) {
                    plan.say("Step " + number + ": " + step.name() + ": done by an earlier run of this file");
                } else {
                    plan.say("Step " + number + ": " + step.name());
                    step.plan(plan);
                }
            }
        }
        if (!plan.faults().isEmpty()) {
            throw new IllegalStateException(
                    "the ceremony cannot be carried out:\n  - " + String.join("\n  - ", plan.faults()) + NOTHING);
        }
        return plan;
    }

    private String carryOut(String text, CeremonyFile file, List<CeremonyStep> steps) {
        Set<String> done = dao.stepsDone(Sha256.of(utf8(text)));
        CeremonyDao.Begun begun = dao.begin(file.title(), text);
        Transcript transcript = new Transcript(tools.shown());
        CeremonyRun run = new CeremonyRun(tools, dao, begun, transcript);
        RuntimeException failure = null;
        boolean clean = true;
        try {
            transcript.begin(file, begun, tools, Fingerprint.of(utf8(text)));
            tools.surroundings().custody().forEach(run::say);
            int number = 0;
            for (CeremonyStep step : steps) {
                number++;
                if (done.contains(step.name())) {
                    run.say("Step " + number + ": " + step.name() + ": done by an earlier run of this file");
                } else {
                    run.say("Step " + number + ": " + step.name());
                    step.carryOut(run);
                    dao.stepDone(begun.ceremonyId(), step.name());
                }
            }
        } catch (RuntimeException e) {
            failure = e;
            run.say("FAILED: " + e.getMessage());
            clean = run.undo();
        }
        String written = ended(run, transcript, failure);
        if (failure != null) {
            throw new IllegalStateException(
                    "ceremony " + begun.ceremonyId() + " failed: " + failure.getMessage()
                            + (clean
                                    ? "\nKeys without a certificate were destroyed."
                                    : "\n"
                                            + "NOT ALL could be cleaned up, see the transcript; give --clean-up to the"
                                            + " next run.")
                            + " Mend the cause and run the same file again; what was done is not repeated.",
                    failure);
        }
        return written;
    }

    /** A failure to write the transcript does not hide why there is one of a failure. */
    private String ended(CeremonyRun run, Transcript transcript, @Nullable RuntimeException failure) {
        try {
            return finish(run, transcript, failure);
        } catch (RuntimeException e) {
            if (failure == null) {
                throw new IllegalStateException(
                        "all was made, but the end of ceremony " + run.begun().ceremonyId() + " could not be written: "
                                + e.getMessage(),
                        e);
            }
            failure.addSuppressed(e);
            return transcript.text();
        }
    }

    private String finish(CeremonyRun run, Transcript transcript, @Nullable RuntimeException failure) {
        String outcome = failure == null ? "DONE" : "FAILED";
        CeremonyRun.Signer signer = run.signer();
        new KeyBackups(tools.database())
                .all().stream()
                        .filter(standing -> !standing.isVerified())
                        .forEach(standing -> transcript.say("WARNING: " + standing.sentence()));
        transcript.say("Ended: " + Transcript.time(dao.databaseTime()) + " (database time)");
        transcript.say("Outcome: " + outcome);
        if (signer == null) {
            transcript.say("Signature: none, no key of this ceremony can sign");
        } else {
            String digest = CeremonyRun.transcriptScheme(signer.key())
                    .digest()
                    .replace("-", "")
                    .toLowerCase(java.util.Locale.ROOT);
            transcript.say("Signature: by key " + signer.key().label() + ", SHA-256 of the public key "
                    + Fingerprint.of(signer.spki()));
            transcript.say("Verify: openssl dgst -" + digest
                    + " -verify transcript.pub -signature transcript.sig transcript.txt");
        }
        transcript.say(failure == null ? "Finished." : "Failed.");
        String text = transcript.text();
        CeremonyFailpoint.BEFORE_FINISH.pass();
        dao.finish(run.begun().ceremonyId(), outcome, text);
        run.file("transcript.txt", utf8(text));
        if (signer != null) {
            sign(run, signer, text);
        }
        run.files().forEach(tools.folder()::write);
        return text;
    }

    private void sign(CeremonyRun run, CeremonyRun.Signer signer, String text) {
        SignatureScheme scheme = CeremonyRun.transcriptScheme(signer.key());
        byte[] signature = new AuthorityKey(signer.key(), scheme, signer.spki()).sign(new TranscriptPermit(text));
        dao.signed(run.begun().ceremonyId(), signature, signer.spki());
        run.file("transcript.sig", signature);
        run.file("transcript.pub", Pem.bytes("PUBLIC KEY", signer.spki()));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
