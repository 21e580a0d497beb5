package id.segel.ca.ceremony;

import id.segel.ca.authority.Authority;
import id.segel.ca.profile.CertificateProfile;
import org.bouncycastle.asn1.x500.X500Name;

/**
 * Cross-certificates between two generations of a root: the old key certifies the new one and the reverse, so that whoever
 * trusts only one of them finds a path to what the other issued.
 */
record CrossStep(CeremonyFile.RolloverEntry entry) implements CeremonyStep {
    private static final String PROFILE = "cross-ca";

    @Override
    public String name() {
        return "cross-certificates between " + entry.authority() + " and " + entry.successor();
    }

    @Override
    public void plan(CeremonyPlan plan) {
        Authority old = plan.authority(entry.authority()).orElse(null);
        Authority successor = plan.authority(entry.successor()).orElse(null);
        if (old == null || successor == null || successor.state() != Authority.State.ACTIVE) {
            // Why there is none is a fault of an earlier step.
            return;
        }
        if (!old.isRoot() || !successor.isRoot()) {
            plan.fault(name() + ": only roots certify each other; an authority below a root may not (path length)");
            return;
        }
        plan(plan, old, successor);
        plan(plan, successor, old);
    }

    private void plan(CeremonyPlan plan, Authority issuer, Authority subject) {
        plan.say("  " + issuer.name() + " certifies " + subject.name());
        plan.certificate(
                "the cross-certificate of " + subject.name() + " by " + issuer.name(),
                CertificateProfile.bundled(PROFILE),
                issuer,
                X500Name.getInstance(subject.subject()),
                subject.spki());
    }

    @Override
    public void carryOut(CeremonyRun run) {
        Authority old = run.authority(entry.authority());
        Authority successor = run.authority(entry.successor());
        carryOut(run, old, successor);
        carryOut(run, successor, old);
    }

    private static void carryOut(CeremonyRun run, Authority issuer, Authority subject) {
        CertificateProfile profile = CertificateProfile.bundled(PROFILE);
        run.dao().storeProfile(profile);
        byte[] certificate = run.tools()
                .issuance()
                .issue(
                        profile,
                        issuer,
                        X500Name.getInstance(subject.subject()),
                        subject.spki(),
                        run.begun().authorisationId(),
                        run.keyOf(issuer));
        run.dao().crossCertified(run.begun(), issuer.name(), subject.name(), certificate);
        run.say(issuer.name() + " certifies " + subject.name() + ":");
        run.certificate("cross-" + subject.name() + "-by-" + issuer.name(), certificate);
    }
}
