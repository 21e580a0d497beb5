package id.segel.ca.ceremony;

import id.segel.ca.issuance.Fingerprint;
import id.segel.ca.status.CrlImport;
import id.segel.ca.store.Sha256;

/** A CRL that was made elsewhere and came as a file beside the ceremony file. */
record ImportCrlStep(CustodyEntries.ImportEntry entry) implements CeremonyStep {
    @Override
    public String name() {
        return "CRL from file " + entry.file() + " for " + entry.authority();
    }

    @Override
    public void plan(CeremonyPlan plan) {
        try {
            byte[] file = plan.tools().folder().read(entry.file());
            imports(plan.tools()).examine(entry.authority(), file);
            plan.say("  File SHA-256: " + Fingerprint.of(file));
        } catch (IllegalArgumentException e) {
            plan.fault(name() + ": " + e.getMessage());
        }
    }

    @Override
    public void carryOut(CeremonyRun run) {
        byte[] file = run.tools().folder().read(entry.file());
        CrlImport.Imported imported = imports(run.tools()).take(entry.authority(), file);
        run.say("CRL of " + imported.issuer() + ", number " + imported.number() + ": thisUpdate "
                + imported.thisUpdate()
                + ", nextUpdate " + imported.nextUpdate() + ", entries " + imported.entries() + ", SHA-256 "
                + imported.sha256()
                + (imported.served() == null ? ", kept and watched" : ", served as " + imported.served()));
        imported.revoked().forEach(serial -> run.say("  Revoked here because it stands on it: " + serial));
        run.say("  File SHA-256: " + Sha256.hex(file));
    }

    private static CrlImport imports(CeremonyTools tools) {
        return new CrlImport(
                tools.database(),
                tools.surroundings().status(),
                tools.audit(),
                tools.issuance().locations());
    }
}
