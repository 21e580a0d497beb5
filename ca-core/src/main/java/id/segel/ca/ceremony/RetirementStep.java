package id.segel.ca.ceremony;

import id.segel.ca.authority.Authority;

/** An authority issues nothing any more; it still signs CRLs and the certificates of its OCSP responders. */
record RetirementStep(String authority) implements CeremonyStep {
    @Override
    public String name() {
        return "retirement of " + authority;
    }

    @Override
    public void plan(CeremonyPlan plan) {
        Authority old = plan.authority(authority).orElse(null);
        if (old == null || plan.makes(authority)) {
            plan.fault(name() + ": there is no authority " + authority);
            return;
        }
        if (old.state() != Authority.State.ACTIVE) {
            plan.fault(name() + ": it is " + old.state() + "; only an ACTIVE one is retired");
            return;
        }
        if (!plan.moves(authority) && !plan.dao().moves().products(old.id()).isEmpty()) {
            plan.fault(name()
                    + ": products are still offered with it; move them with rollovers, or offer them with another");
        }
        int open = plan.dao().moves().openApplications(old.id());
        if (open > 0) {
            plan.fault(
                    name() + ": " + open + " applications begun with it are open and could not be issued any more; say"
                            + " retire: false now, and retire it with a later file (retirements) when"
                            + " they have come to their end");
        }
        plan.say("  Authority " + authority + ": RETIRED; it still signs CRLs and certifies its OCSP responders");
    }

    @Override
    public void carryOut(CeremonyRun run) {
        run.dao().moves().retire(run.begun(), name(), run.authority(authority));
        run.say("Authority " + authority + " is RETIRED; it still signs CRLs and certifies its OCSP responders");
    }
}
