package id.segel.ca.ceremony;

import id.segel.ca.authority.Authority;
import java.util.List;

/**
 * What an authority issued is from now on issued by its new generation: a new version of each of its products, and the
 * certificates of the service's own keys when they are due. Responders are not moved: each answers for the authority that
 * certified it.
 */
record MoveStep(String authority, String successor) implements CeremonyStep {
    @Override
    public String name() {
        return "move from " + authority + " to " + successor;
    }

    @Override
    public void plan(CeremonyPlan plan) {
        Authority old = plan.authority(authority).orElse(null);
        if (old == null) {
            // A fault of the generation's step.
            return;
        }
        plan.willMove(authority);
        lines(plan.dao(), old).forEach(line -> plan.say("  " + line));
    }

    private List<String> lines(CeremonyDao dao, Authority old) {
        List<String> lines = new java.util.ArrayList<>();
        dao.moves()
                .products(old.id())
                .forEach(product -> lines.add("Product " + product.code() + ": version " + (product.version() + 1)
                        + ", issued by " + successor + "; version " + product.version() + " is not offered any more"));
        dao.moves()
                .serviceKeys(authority)
                .forEach(policy ->
                        lines.add("Key " + policy.key() + ": its next certificate is issued by " + successor));
        return lines;
    }

    @Override
    public void carryOut(CeremonyRun run) {
        Authority old = run.authority(authority);
        lines(run.dao(), old).forEach(run::say);
        run.dao().moves().move(run.begun(), name(), old, run.authority(successor));
    }
}
