package id.segel.ca.ceremony;

import id.segel.ca.authority.Authority;
import id.segel.ca.authority.KeyBackups;
import id.segel.ca.authority.KeyChallenge;
import id.segel.ca.custody.Custodians;
import id.segel.ca.custody.Custodians.Gathered;
import id.segel.ca.custody.Desk;
import id.segel.hsm.SlotInfo;
import id.segel.hsm.Token;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Has a restored copy do what the originals do (incident 27): an authority's key signs a fresh challenge that software
 * verifies with the public key in the database, a wrapping key unwraps what the original wrapped just now, a MAC key gives
 * the MAC the original gives.
 */
record VerifyBackupStep(CustodyEntries.VerifyEntry entry) implements CeremonyStep {
    private static final int PROBE = 32;

    @Override
    public String name() {
        return "backup in token " + entry.token().label()
                + (entry.token().serial() == null ? "" : " (" + entry.token().serial() + ")") + " of "
                + String.join(", ", entry.keys());
    }

    /** A key, what its copy is asked, and how its answer is judged. */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    private record Question(
            BackupDao.Target target,
            CopyQuestion.Task task,
            byte[] secret,
            @Nullable Authority authority) {
        boolean isAnsweredBy(byte[] output) {
            Authority asked = authority;
            return asked == null
                    ? MessageDigest.isEqual(secret, output)
                    : KeyChallenge.isAnswered(asked.spki(), asked.scheme(), task.input(), output);
        }
    }

    @Override
    public void plan(CeremonyPlan plan) {
        CustodyEntries.CopyToken token = entry.token();
        for (String key : entry.keys()) {
            plan(plan, key);
        }
        readable(plan, "library", token.module());
        readable(plan, "PIN file", token.pinFile());
        readable(plan, "SoftHSM2 configuration", token.softhsm2Conf());
        if (token.takesShares() && plan.tools().surroundings().desk() == null) {
            plan.fault("verifyBackup: custodians type their shares at a terminal, and there is none");
        }
        plan.say("  In token \"" + token.label() + "\" of " + token.module() + ", opened by a process of its own, "
                + (token.takesShares() ? "with a PIN from shares" : "with the PIN of " + token.pinFile()));
    }

    private static void readable(CeremonyPlan plan, String what, @Nullable Path file) {
        if (file != null && !Files.isReadable(file)) {
            plan.fault("verifyBackup: the " + what + " " + file + " cannot be read");
        }
    }

    private void plan(CeremonyPlan plan, String key) {
        List<BackupDao.Target> found = plan.tools().backups().find(key);
        if (found.size() != 1) {
            plan.fault("verifyBackup: " + found.size() + " keys are known as " + key
                    + "; name an authority that is there, or the label of one data key");
            return;
        }
        BackupDao.Target target = found.get(0);
        if (target.kind() != KeyBackups.Kind.AUTHORITY) {
            Token original = plan.token(target.purpose());
            if (original != null && !original.hasKey(target.keyLabel())) {
                plan.fault("verifyBackup: the original of " + key + " is not in token " + original.label()
                        + "; it is needed to wrap or authenticate what the copy is asked about");
            }
        }
        plan.say("  "
                + switch (target.kind()) {
                    case AUTHORITY ->
                        "Authority " + target.name() + ": its copy signs a challenge, checked with its public key";
                    case WRAPPING -> "Wrapping key " + key + ": its copy unwraps what the original wraps";
                    case MAC -> "MAC key " + key + ": its copy gives the same MAC";
                });
        plan.willHaveBackup(target.name());
    }

    @Override
    public void carryOut(CeremonyRun run) {
        List<Question> questions = entry.keys().stream()
                .map(key -> run.tools().backups().find(key).get(0))
                .map(target -> question(run, target))
                .toList();
        CopyAnswer answer = ask(run, questions);
        run.say("Copy: " + answer.token());
        requireAnother(run, questions, Objects.requireNonNull(answer.serial()));
        for (int i = 0; i < questions.size(); i++) {
            judge(run, questions.get(i), answer.keys().get(i));
        }
        run.tools()
                .backups()
                .verified(
                        run.begun().ceremonyId(),
                        questions.stream().map(Question::target).toList(),
                        Objects.requireNonNull(answer.token()));
        questions.forEach(question -> signsTranscript(run, question.authority()));
    }

    private Question question(CeremonyRun run, BackupDao.Target target) {
        SecureRandom random = new SecureRandom();
        byte[] secret = new byte[PROBE];
        random.nextBytes(secret);
        String label = target.keyLabel();
        return switch (target.kind()) {
            case AUTHORITY -> {
                Authority authority = run.authority(Objects.requireNonNull(target.authorityId()));
                byte[] nonce = KeyChallenge.nonce(random);
                yield new Question(
                        target,
                        new CopyQuestion.Task(target.kind(), label, authority.scheme(), nonce),
                        nonce,
                        authority);
            }
            case WRAPPING -> {
                byte[] wrapped = run.token(target.purpose()).wrappingKey(label).wrap(secret, BackupCopy.aad(label));
                yield new Question(target, new CopyQuestion.Task(target.kind(), label, null, wrapped), secret, null);
            }
            case MAC -> {
                byte[] mac = run.token(target.purpose()).macKey(label).mac(secret);
                yield new Question(target, new CopyQuestion.Task(target.kind(), label, null, secret), mac, null);
            }
        };
    }

    private CopyAnswer ask(CeremonyRun run, List<Question> questions) {
        List<CopyQuestion.Task> tasks = questions.stream().map(Question::task).toList();
        BackupCopy copy =
                new BackupCopy(entry.token(), run.tools().surroundings().secretVariables());
        Desk desk = run.tools().surroundings().desk();
        if (!entry.token().takesShares() || desk == null) {
            return copy.ask(null, tasks);
        }
        Gathered gathered = new Custodians(desk).gather(entry.token().label());
        run.say(gathered.line(entry.token().label()));
        char[] pin = gathered.reveal();
        try {
            return copy.ask(pin, tasks);
        } finally {
            Arrays.fill(pin, '\0');
        }
    }

    /**
     * A copy in the original's own token proves nothing. A SoftHSM2 directory that was copied has the original's serial
     * number; that one of the same directory is asked is kept from happening by the lock on it.
     */
    private void requireAnother(CeremonyRun run, List<Question> questions, String serial) {
        if (entry.token().softhsm2Conf() != null) {
            return;
        }
        Set<String> originals = new java.util.TreeSet<>();
        List<String> absent = new ArrayList<>();
        for (Question question : questions) {
            Token original = run.tools().token(question.target().purpose());
            if (original == null || !original.hasKey(question.target().keyLabel())) {
                absent.add(question.target().name());
                continue;
            }
            originals.addAll(original.library().slots().stream()
                    .filter(slot -> slot.label().equals(original.label()))
                    .map(SlotInfo::serialNumber)
                    .collect(Collectors.toSet()));
        }
        if (originals.contains(serial)) {
            throw new IllegalStateException("the token \"" + entry.token().label() + "\" with the serial number "
                    + serial + " is the original's own; restore the backup into another token and name that one");
        }
        if (!absent.isEmpty()) {
            run.say("  The original of " + String.join(", ", absent)
                    + " is not in this room: that this token is a copy of it is the witnesses' word");
        }
    }

    private static void judge(CeremonyRun run, Question question, CopyAnswer.Done done) {
        BackupDao.Target target = question.target();
        byte[] output = done.output();
        String why = output == null
                ? String.valueOf(done.failure())
                : question.isAnsweredBy(output)
                        ? null
                        : switch (target.kind()) {
                            case AUTHORITY -> "its signature does not verify with the public key of " + target.name();
                            case WRAPPING -> "it unwraps something else than was wrapped";
                            case MAC -> "it gives another MAC than the original";
                        };
        if (why != null) {
            run.tools().backups().refused(run.begun().ceremonyId(), target, why);
            throw new IllegalStateException(
                    "the copy of key " + target.keyLabel() + " (" + target.name() + ") does not do: " + why);
        }
        run.say("  Backup of key " + target.keyLabel() + " (" + target.name() + ") verified: "
                + switch (target.kind()) {
                    case AUTHORITY ->
                        "its copy signed the challenge "
                                + java.util.HexFormat.of()
                                        .formatHex(question.task().input());
                    case WRAPPING -> "its copy unwrapped what the original wrapped";
                    case MAC -> "its copy gives the original's MAC";
                }
                + "; " + done.attributes());
    }

    /** The original, where it is in this room, signs for what was seen. */
    private static void signsTranscript(CeremonyRun run, @Nullable Authority authority) {
        if (authority == null) {
            return;
        }
        Token original = run.tools().token(authority.keyToken());
        if (original != null && original.hasKey(authority.keyLabel())) {
            run.signsTranscript(true, original.signingKey(authority.keyLabel()), authority.spki());
        }
    }
}
