package id.segel.ca.ceremony;

import id.segel.hsm.Token;
import java.util.HexFormat;

/**
 * Cleans up after a ceremony that was cut off: its undecided certificates are revoked, its keys without a certificate
 * destroyed, its authorities without a certificate abandoned. Only where asked for; otherwise it forbids the new ceremony,
 * saying what is there.
 */
record CleanUpStep(CeremonyKeys.Interrupted ceremony, boolean asked) implements CeremonyStep {
    @Override
    public String name() {
        return "clean-up after ceremony " + ceremony.id();
    }

    @Override
    public void plan(CeremonyPlan plan) {
        StringBuilder left = new StringBuilder();
        for (CeremonyKeys.Left key : ceremony.keys()) {
            left.append(", key ")
                    .append(key.label())
                    .append(" (CKA_ID ")
                    .append(HexFormat.of().formatHex(key.id()))
                    .append(") without a certificate in token ")
                    .append(key.token());
        }
        ceremony.authorities()
                .forEach(name -> left.append(", authority ").append(name).append(" PENDING"));
        String what = left.isEmpty() ? " nothing unfinished" : left.substring(1);
        if (!asked) {
            plan.fault("ceremony " + ceremony.id() + " (" + ceremony.title() + ", file SHA-256 " + ceremony.fileSha256()
                    + ") was cut off and left" + what
                    + "; run again with --clean-up to destroy and abandon exactly that, then go on");
            return;
        }
        plan.say("  Ceremony " + ceremony.id() + " (" + ceremony.title() + ") was cut off and left" + what
                + ": destroyed and abandoned");
        for (CeremonyKeys.Left key : ceremony.keys()) {
            Token token = plan.token(key.purpose());
            if (token != null && !token.label().equals(key.token())) {
                plan.fault("key " + key.label() + " was left in token " + key.token() + ", but the "
                        + CeremonyPlan.word(key.purpose()) + " token is now " + token.label()
                        + "; configure the token it was left in");
            }
            plan.willDestroy(key.label(), key.id());
        }
        ceremony.authorities().forEach(plan::willAbandon);
    }

    @Override
    public void carryOut(CeremonyRun run) {
        int orphans = run.tools().issuance().orphanIntentsOf(ceremony.id());
        run.say("Certificates whose signing was cut off, now revoked: " + orphans);
        for (CeremonyKeys.Left key : ceremony.keys()) {
            int objects = run.token(key.purpose()).destroyUncertified(key.id());
            run.dao().keys().destroyed(ceremony.id(), key.id(), key.label());
            run.say("Key " + key.label() + " (CKA_ID " + HexFormat.of().formatHex(key.id()) + ") "
                    + (objects == 0 ? "had not been made" : "was destroyed"));
        }
        run.dao()
                .keys()
                .abandonAuthorities(ceremony.id())
                .forEach(name -> run.say("Authority " + name + " was abandoned"));
        run.dao()
                .keys()
                .interrupted(
                        ceremony.id(),
                        "This ceremony was cut off. Ceremony " + run.begun().ceremonyId() + " cleaned up after it.\n");
    }
}
