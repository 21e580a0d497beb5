package id.segel.ca.ceremony;

import id.segel.ca.profile.CertificateProfile;
import java.util.HexFormat;

/** A product that people can ask for. */
record ProductStep(CeremonyFile.ProductEntry entry) implements CeremonyStep {
    @Override
    public String name() {
        return "product " + entry.code();
    }

    @Override
    public void plan(CeremonyPlan plan) {
        plan.signer("product " + entry.code(), entry.authority());
        plan.say("  " + line(CertificateProfile.bundled(entry.profile())));
    }

    @Override
    public void carryOut(CeremonyRun run) {
        CertificateProfile profile = CertificateProfile.bundled(entry.profile());
        run.dao().storeProfile(profile);
        run.dao()
                .insertProduct(
                        run.begun(),
                        name(),
                        entry,
                        profile.hash(),
                        run.authority(entry.authority()).id());
        run.say(line(profile));
    }

    private String line(CertificateProfile profile) {
        return "Product " + entry.code() + ", issued by " + entry.authority() + ": profile " + profile.name()
                + " version " + profile.version() + ", SHA-256 "
                + HexFormat.of().formatHex(profile.hash());
    }
}
