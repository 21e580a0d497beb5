package id.segel.ca.ceremony;

import id.segel.ca.authority.Authority;
import id.segel.ca.profile.CertificateProfile;
import id.segel.hsm.NewKey;
import id.segel.hsm.SigningKey;
import id.segel.hsm.TokenPurpose;
import java.security.PublicKey;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.x500.X500Name;
import org.jspecify.annotations.Nullable;

/**
 * A key of the service itself: OCSP responder, audit checkpoints, enrolment files. The service certifies it again by itself
 * before its certificate ends, unless the authority's key is out of its reach.
 */
record ServiceKeyStep(
        TokenPurpose purpose,
        String authority,
        CeremonyFile.Key key,
        List<Map<String, String>> subject,
        String profileName)
        implements CeremonyStep {
    static ServiceKeyStep of(CeremonyFile.ResponderEntry entry) {
        return new ServiceKeyStep(TokenPurpose.OCSP, entry.authority(), entry.key(), entry.subject(), entry.profile());
    }

    static ServiceKeyStep of(CeremonyFile.ServiceEntry entry) {
        return new ServiceKeyStep(entry.token(), entry.authority(), entry.key(), entry.subject(), entry.profile());
    }

    @Override
    public String name() {
        return CeremonyPlan.word(purpose) + " key " + key.label() + " under " + authority;
    }

    @Override
    public void plan(CeremonyPlan plan) {
        if (plan.kept(key.label()).isPresent()) {
            plan.say("  The key and its certificate exist from a run of this file that failed; they are put in their"
                    + " place.");
            return;
        }
        PublicKey standIn = plan.keyPair(purpose, key);
        Authority issuer = plan.signer("key " + key.label(), authority);
        if (issuer != null) {
            plan.certificate(
                    "the certificate of key " + key.label(),
                    CertificateProfile.bundled(profileName),
                    issuer,
                    CeremonyPlan.name(subject),
                    standIn.getEncoded());
            plan.say(renewal(issuer));
        }
    }

    private static String renewal(Authority issuer) {
        return issuer.keyToken() == TokenPurpose.CA
                ? "  The service certifies this key again by itself before its certificate ends."
                : "  The service CANNOT certify this key again: the key of " + issuer.name()
                        + " is in the root token. Make the next one by a ceremony in time.";
    }

    @Override
    public void carryOut(CeremonyRun run) {
        CertificateProfile profile = CertificateProfile.bundled(profileName);
        run.dao().storeProfile(profile);
        Authority issuer = run.authority(authority);
        X500Name name = CeremonyPlan.name(subject);
        CeremonyKeys.Kept kept = run.kept(key.label()).orElse(null);
        byte[] id;
        byte[] spki;
        byte[] certificate;
        if (kept != null) {
            id = kept.id();
            spki = kept.spki();
            certificate = kept.certificate();
        } else {
            NewKey made = run.makeKeyPair(purpose, key);
            id = made.id();
            spki = made.publicKey().getEncoded();
            certificate = run.tools()
                    .issuance()
                    .issue(profile, issuer, name, spki, run.begun().authorisationId(), run.keyOf(issuer));
            CeremonyFailpoint.AFTER_CERTIFICATE.pass();
        }
        SigningKey stored = run.storeCertificate(purpose, key.label(), certificate);
        StandingPolicies.@Nullable Definition policy = issuer.keyToken() == TokenPurpose.CA
                ? new StandingPolicies.Definition(
                        purpose,
                        key.label(),
                        authority,
                        HexFormat.of().formatHex(profile.hash()),
                        Base64.getEncoder().encodeToString(CeremonyPlan.der(name)))
                : null;
        run.dao().serviceKeyDone(run.begun(), name(), certificate, policy);
        run.closed(id);
        run.say(profile.kind() + " key " + key.label() + ":");
        run.certificate(key.label(), certificate);
        run.say(renewal(issuer));
        run.signsTranscript(false, stored, spki);
    }
}
