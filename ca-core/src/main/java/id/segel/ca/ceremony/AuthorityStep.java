package id.segel.ca.ceremony;

import id.segel.ca.authority.Authority;
import id.segel.ca.authority.AuthorityKey;
import id.segel.ca.profile.CertificateProfile;
import id.segel.hsm.NewKey;
import id.segel.hsm.SignatureScheme;
import id.segel.hsm.SigningKey;
import java.security.PublicKey;
import java.util.List;
import java.util.Objects;
import org.bouncycastle.asn1.x500.X500Name;

/** A root, or an authority under one of ours: its key, its certificate on the one path, and its place in the database. */
record AuthorityStep(String name, CeremonyFile.AuthorityEntry entry) implements CeremonyStep {
    AuthorityStep(CeremonyFile.AuthorityEntry entry) {
        this("authority " + entry.name(), entry);
    }

    @Override
    public void plan(CeremonyPlan plan) {
        CertificateProfile profile = CertificateProfile.bundled(entry.profile());
        X500Name subject = CeremonyPlan.name(entry.subject());
        int shards = Objects.requireNonNullElse(entry.crlShards(), 1);
        CeremonyKeys.Kept kept = plan.kept(entry.key().label()).orElse(null);
        if (kept != null) {
            plan.say("  Its key and certificate exist from a run of this file that failed; they are put in their"
                    + " place.");
            plan.willActivate(entry.name(), kept.certificate());
            return;
        }
        plan.requireNewName(entry.name());
        PublicKey key = plan.keyPair(entry.purpose(), entry.key());
        byte[] spki = key.getEncoded();
        SignatureScheme scheme = plan.scheme(
                "authority " + entry.name(), entry.scheme(), key, entry.key().spec());
        String issuerName = entry.issuer();
        Authority pending = plan.pretend(
                entry.name(), subject, null, entry.key().label(), entry.purpose(), spki, scheme, null, profile, shards);
        Authority issuer = issuerName == null ? pending : plan.signer("authority " + entry.name(), issuerName);
        byte[] tbs = issuer == null
                ? null
                : plan.certificate("the certificate of authority " + entry.name(), profile, issuer, subject, spki);
        if (tbs != null) {
            plan.say("  Authority " + entry.name() + ": ACTIVE, CRL shards: " + shards + ", signs with " + scheme);
        }
        plan.willHave(
                tbs == null
                        ? pending
                        : plan.pretend(
                                entry.name(),
                                subject,
                                issuerName == null
                                        ? null
                                        : Objects.requireNonNull(issuer).id(),
                                entry.key().label(),
                                entry.purpose(),
                                spki,
                                scheme,
                                tbs,
                                profile,
                                shards));
    }

    @Override
    public void carryOut(CeremonyRun run) {
        CertificateProfile profile = CertificateProfile.bundled(entry.profile());
        run.dao().storeProfile(profile);
        CeremonyKeys.Kept kept = run.kept(entry.key().label()).orElse(null);
        if (kept != null) {
            finish(run, run.authority(entry.name()), kept.certificate(), kept.id());
            return;
        }
        NewKey key = run.makeKeyPair(entry.purpose(), entry.key());
        byte[] spki = key.publicKey().getEncoded();
        SignatureScheme scheme = entry.scheme() == null ? SignatureScheme.standardFor(key.publicKey()) : entry.scheme();
        X500Name subject = CeremonyPlan.name(entry.subject());
        String issuerName = entry.issuer();
        Authority issuer = issuerName == null ? null : run.authority(issuerName);
        int id = run.dao()
                .insertAuthority(
                        run.begun(),
                        entry.name(),
                        CeremonyPlan.der(subject),
                        issuer == null ? null : issuer.id(),
                        false,
                        entry.key().label(),
                        entry.purpose(),
                        spki,
                        scheme,
                        Objects.requireNonNullElse(entry.crlShards(), 1));
        CeremonyFailpoint.AFTER_AUTHORITY.pass();
        Authority itself = run.authority(id);
        AuthorityKey signer = issuer == null ? new AuthorityKey(key.signer(), scheme, spki) : run.keyOf(issuer);
        byte[] certificate = run.tools()
                .issuance()
                .issue(
                        profile,
                        issuer == null ? itself : issuer,
                        subject,
                        spki,
                        run.begun().authorisationId(),
                        signer);
        CeremonyFailpoint.AFTER_CERTIFICATE.pass();
        finish(run, itself, certificate, key.id());
    }

    private void finish(CeremonyRun run, Authority itself, byte[] certificate, byte[] keyId) {
        SigningKey key = run.storeCertificate(entry.purpose(), entry.key().label(), certificate);
        run.dao().activateAuthority(run.begun(), name(), itself.id(), entry.name(), certificate, List.of());
        run.closed(keyId);
        run.say("Authority " + entry.name() + " is ACTIVE:");
        run.certificate(entry.name(), certificate);
        run.signsTranscript(true, key, itself.spki());
    }
}
