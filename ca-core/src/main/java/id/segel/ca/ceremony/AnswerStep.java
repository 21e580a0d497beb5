package id.segel.ca.ceremony;

import id.segel.ca.authority.Authority;
import id.segel.ca.issuance.CertificateText;
import id.segel.ca.issuance.Fingerprint;
import id.segel.ca.profile.CertificateProfile;
import id.segel.hsm.SigningKey;
import id.segel.hsm.Token;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The certificate an external authority gave to a request: checked, put beside its key, and its authority ACTIVE. */
record AnswerStep(CeremonyFile.AnswerEntry entry) implements CeremonyStep {
    @Override
    public String name() {
        return "answer for authority " + entry.authority();
    }

    @Override
    public void plan(CeremonyPlan plan) {
        if (plan.makes(entry.authority())) {
            plan.fault(name() + ": the file that asks cannot hold the answer");
            return;
        }
        Authority authority = plan.authority(entry.authority()).orElse(null);
        if (authority == null) {
            plan.fault(name() + ": there is no such authority; it comes with a request, by an earlier ceremony");
            return;
        }
        if (authority.state() != Authority.State.PENDING || !authority.isIssuedOutside()) {
            plan.fault(name() + ": it is " + authority.state()
                    + (authority.isIssuedOutside() ? "" : " and not certified from outside")
                    + "; only one that waits for its answer can be given it");
            return;
        }
        Token token = plan.token(authority.keyToken());
        PublicKey inToken = token == null ? null : token.publicKey(authority.keyLabel());
        if (token != null && inToken == null) {
            plan.fault(name() + ": the key " + authority.keyLabel() + " is not in token " + token.label()
                    + ", or shows no public key; put in the token that holds it");
        } else if (token != null && inToken != null && !Arrays.equals(inToken.getEncoded(), authority.spki())) {
            plan.fault(name() + ": the key " + authority.keyLabel() + " in token " + token.label()
                    + " is not the one the request was made with");
        }
        Answer answer = examine(plan.tools(), authority, plan.now());
        answer.faults().forEach(fault -> plan.fault(name() + ": " + fault));
        if (answer.faults().isEmpty()) {
            plan.say("  Certificate, given from outside, SHA-256 " + Fingerprint.of(answer.certificate()) + ":");
            CertificateText.ofCertificate(answer.certificate()).forEach(line -> plan.say("    " + line));
            answer.issuers().forEach(issuer -> plan.say("  Issuer outside: " + Answer.describe(issuer)));
            plan.say("  Authority " + entry.authority() + ": ACTIVE");
            plan.willActivate(entry.authority(), answer.certificate());
        }
    }

    private Answer examine(CeremonyTools tools, Authority authority, java.time.Instant now) {
        List<byte[]> files = new ArrayList<>();
        try {
            files.add(tools.folder().read(entry.certificate()));
            String issuer = entry.issuer();
            if (issuer != null) {
                files.add(tools.folder().read(issuer));
            }
        } catch (IllegalArgumentException e) {
            return Answer.refused(String.valueOf(e.getMessage()));
        }
        return Answer.examine(files, authority, CertificateProfile.bundled(entry.profile()), entry.issuerSha256(), now);
    }

    @Override
    public void carryOut(CeremonyRun run) {
        Authority authority = run.authority(entry.authority());
        Answer answer = examine(run.tools(), authority, run.dao().databaseTime());
        if (!answer.faults().isEmpty()) {
            throw new IllegalStateException(String.join("; ", answer.faults()));
        }
        SigningKey key = run.storeCertificate(authority.keyToken(), authority.keyLabel(), answer.certificate());
        run.dao()
                .activateAuthority(
                        run.begun(), name(), authority.id(), entry.authority(), answer.certificate(), answer.issuers());
        run.say("Authority " + entry.authority() + " is ACTIVE:");
        run.certificate(entry.authority(), answer.certificate());
        answer.issuers().forEach(issuer -> run.say("Issuer outside, stored: " + Answer.describe(issuer)));
        run.signsTranscript(true, key, authority.spki());
    }
}
