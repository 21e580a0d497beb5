package id.segel.ca.ceremony;

import id.segel.hsm.TokenPurpose;
import org.jspecify.annotations.Nullable;

/** Secret keys of the data token: the wrapping key, the blind-index key, or both. */
record DataKeysStep(CeremonyFile.DataKeys keys) implements CeremonyStep {
    @Override
    public String name() {
        return "data keys " + String.join(", ", keys.labels());
    }

    @Override
    public void plan(CeremonyPlan plan) {
        plan(plan, keys.wrapping(), true);
        plan(plan, keys.blindIndex(), false);
    }

    private static void plan(CeremonyPlan plan, @Nullable String label, boolean wrapping) {
        if (label != null && !plan.secretKeyKept(TokenPurpose.DATA, label)) {
            plan.secretKey(TokenPurpose.DATA, label, wrapping);
        }
    }

    @Override
    public void carryOut(CeremonyRun run) {
        make(run, keys.wrapping(), true);
        make(run, keys.blindIndex(), false);
    }

    private static void make(CeremonyRun run, @Nullable String label, boolean wrapping) {
        if (label != null && !run.secretKeyKept(TokenPurpose.DATA, label)) {
            run.makeSecretKey(TokenPurpose.DATA, label, wrapping);
        }
    }
}
