package id.segel.ca.ceremony;

import id.segel.ca.authority.Authority;
import java.util.Arrays;

/** A new generation of an authority: another key and name, the same token and, unless said otherwise, the same issuer. */
record GenerationStep(CeremonyFile.RolloverEntry entry) implements CeremonyStep {
    @Override
    public String name() {
        return "generation " + entry.successor() + " of " + entry.authority();
    }

    @Override
    public void plan(CeremonyPlan plan) {
        Authority old = plan.authority(entry.authority()).orElse(null);
        if (old == null || plan.makes(entry.authority())) {
            plan.fault(name() + ": there is no authority " + entry.authority()
                    + " yet; only one that is there can get a new generation");
            return;
        }
        if (old.state() != Authority.State.ACTIVE) {
            plan.fault(
                    name() + ": " + entry.authority() + " is " + old.state() + "; only an ACTIVE one is rolled over");
            return;
        }
        if (old.isIssuedOutside() && entry.issuer() == null) {
            plan.fault(name() + ": " + entry.authority()
                    + " was certified from outside; ask for the new generation's certificate with requests, or"
                    + " name an issuer");
            return;
        }
        if (Arrays.equals(CeremonyPlan.der(CeremonyPlan.name(entry.subject())), old.subject())) {
            plan.fault(name() + ": it has the same subject as " + entry.authority()
                    + "; give it one of its own, such as CN … G2, because CRLs and OCSP answers are told apart by it");
        }
        plan.say("  New generation of authority " + entry.authority());
        String issuer = entry.issuer();
        if (issuer == null && !old.isRoot()) {
            issuer = plan.nameOf(old.issuerId());
        }
        step(old, issuer).plan(plan);
    }

    @Override
    public void carryOut(CeremonyRun run) {
        Authority old = run.authority(entry.authority());
        String issuer = entry.issuer();
        if (issuer == null && !old.isRoot()) {
            issuer = run.authority(old.issuerId()).name();
        }
        step(old, issuer).carryOut(run);
    }

    private AuthorityStep step(Authority old, @org.jspecify.annotations.Nullable String issuer) {
        return new AuthorityStep(
                name(),
                new CeremonyFile.AuthorityEntry(
                        entry.successor(),
                        issuer,
                        old.keyToken(),
                        entry.key(),
                        entry.scheme(),
                        entry.subject(),
                        entry.profile(),
                        old.crlShards()));
    }
}
