package id.segel.ca.ceremony;

import id.segel.ca.authority.Authority;
import id.segel.ca.authority.AuthorityKey;
import id.segel.ca.issuance.Fingerprint;
import id.segel.ca.profile.CertificateProfile;
import id.segel.hsm.NewKey;
import id.segel.hsm.SignatureScheme;
import java.security.PublicKey;
import java.util.Objects;

/**
 * An authority whose certificate an external root gives: its key, a PKCS#10 request (RFC 2986) for the folder and the
 * database, and its place, PENDING until the answer comes.
 */
record RequestStep(CeremonyFile.RequestEntry entry) implements CeremonyStep {
    @Override
    public String name() {
        return "request of authority " + entry.name();
    }

    @Override
    public void plan(CeremonyPlan plan) {
        plan.requireNewName(entry.name());
        if (!plan.tools().folder().writes()) {
            plan.fault(name() + ": there is no folder to write the request to; name one with --out");
        }
        CertificateProfile profile = CertificateProfile.bundled(entry.profile());
        PublicKey key = plan.keyPair(entry.purpose(), entry.key());
        SignatureScheme scheme = plan.scheme(
                "authority " + entry.name(), entry.scheme(), key, entry.key().spec());
        plan.say("  Request (PKCS#10) in the file " + entry.name() + ".csr:");
        Requests.text(CeremonyPlan.name(entry.subject()), profile).forEach(line -> plan.say("    " + line));
        plan.say("  Authority " + entry.name() + ": PENDING until its answer is imported, CRL shards: "
                + Objects.requireNonNullElse(entry.crlShards(), 1) + ", signs with " + scheme);
        plan.willHave(plan.pretend(
                entry.name(),
                CeremonyPlan.name(entry.subject()),
                Authority.OUTSIDE,
                entry.key().label(),
                entry.purpose(),
                key.getEncoded(),
                scheme,
                null,
                profile,
                Objects.requireNonNullElse(entry.crlShards(), 1)));
    }

    @Override
    public void carryOut(CeremonyRun run) {
        CertificateProfile profile = CertificateProfile.bundled(entry.profile());
        NewKey key = run.makeKeyPair(entry.purpose(), entry.key());
        byte[] spki = key.publicKey().getEncoded();
        SignatureScheme scheme = entry.scheme() == null ? SignatureScheme.standardFor(key.publicKey()) : entry.scheme();
        int id = run.dao()
                .insertAuthority(
                        run.begun(),
                        entry.name(),
                        CeremonyPlan.der(CeremonyPlan.name(entry.subject())),
                        null,
                        true,
                        entry.key().label(),
                        entry.purpose(),
                        spki,
                        scheme,
                        Objects.requireNonNullElse(entry.crlShards(), 1));
        CeremonyFailpoint.AFTER_AUTHORITY.pass();
        byte[] info = Requests.info(CeremonyPlan.name(entry.subject()), spki, profile);
        run.dao().storeRequestInfo(id, info);
        byte[] request = Requests.signed(info, new AuthorityKey(key.signer(), scheme, spki));
        run.dao().requestMade(run.begun(), name(), id, entry.name(), key.id(), request);
        run.closed(key.id());
        run.file(entry.name() + ".csr", Pem.bytes("CERTIFICATE REQUEST", request));
        run.say("Authority " + entry.name() + " is PENDING. Its request, in the file " + entry.name() + ".csr:");
        Requests.text(CeremonyPlan.name(entry.subject()), profile).forEach(line -> run.say("  " + line));
        run.say("  SHA-256 of the request (DER): " + Fingerprint.of(request));
        run.signsTranscript(true, key.signer(), spki);
    }
}
