package id.segel.ca.ceremony;

import id.segel.ca.audit.Actor;
import id.segel.ca.authority.Authority;
import id.segel.ca.authority.AuthorityKeys;
import id.segel.ca.issuance.Fingerprint;
import id.segel.ca.profile.CertificateKind;
import id.segel.ca.status.CertificateState;
import id.segel.ca.status.CertificateView;
import id.segel.ca.status.CrlIssuer;
import id.segel.ca.status.CrlResult;
import id.segel.ca.status.CrlSettings;
import id.segel.ca.status.CrlStore;
import id.segel.ca.status.Party;
import id.segel.ca.status.PublishedCrl;
import id.segel.ca.status.StatusRequest;
import id.segel.ca.store.Sha256;
import id.segel.hsm.Token;
import id.segel.hsm.TokenPurpose;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A CRL of a root: certificates of subordinates are revoked on the one path of status changes, then the root's key signs,
 * and the CRL is published if it passes the gate every CRL passes.
 */
record RootCrlStep(CustodyEntries.RootCrlEntry entry) implements CeremonyStep {
    private static final Actor CEREMONY = Actor.system("ceremony");
    private static final int TRIES = 60;

    @Override
    public String name() {
        return "CRL of " + entry.authority();
    }

    @Override
    public void plan(CeremonyPlan plan) {
        Authority authority = plan.authority(entry.authority()).orElse(null);
        if (authority == null) {
            plan.fault(name() + ": there is no authority " + entry.authority());
            return;
        }
        if (!authority.isRoot() && authority.keyToken() != TokenPurpose.ROOT) {
            plan.fault(name() + ": " + entry.authority()
                    + " is no root and the service reaches its key; its CRLs are made by the service");
            return;
        }
        Token token = plan.token(authority.keyToken());
        if (token != null && !plan.makes(entry.authority()) && !token.hasKey(authority.keyLabel())) {
            plan.fault(name() + ": the key " + authority.keyLabel() + " is not in token " + token.label()
                    + "; put in the token that holds it");
        }
        try {
            Instant next = entry.term().nextUpdate(plan.now().truncatedTo(ChronoUnit.SECONDS));
            plan.say("  nextUpdate " + next + (entry.months() == null ? "" : " or the moment it is signed later"));
        } catch (IllegalArgumentException e) {
            plan.fault(name() + ": " + e.getMessage());
        }
        entry.revoke().forEach(revoke -> plan(plan, authority, revoke));
        plan.say("  Published, complete and for each shard, at " + served(plan.tools(), authority));
    }

    private void plan(CeremonyPlan plan, Authority authority, CustodyEntries.RevokeEntry revoke) {
        Optional<CertificateView> found = plan.tools()
                .surroundings()
                .status()
                .find(revoke.serial())
                .filter(certificate -> certificate.issuerId() == authority.id());
        if (found.isEmpty()) {
            plan.fault(name() + ": " + entry.authority() + " issued no certificate with the serial number "
                    + revoke.serial());
            return;
        }
        CertificateView certificate = found.get();
        boolean own =
                certificate.sha256() != null && certificate.sha256().equals(Sha256.hex(authority.requireCertificate()));
        if (certificate.kind() != CertificateKind.CA || own) {
            plan.fault(name() + ": certificate " + revoke.serial() + " (" + certificate.subject()
                    + ") is not a subordinate's; officers revoke others, and a root cannot revoke itself");
            return;
        }
        if (certificate.state() != CertificateState.ISSUED && certificate.state() != CertificateState.HELD) {
            plan.fault(name() + ": certificate " + revoke.serial() + " is " + certificate.state() + " already");
            return;
        }
        Instant since = revoke.since();
        if (since != null && (since.isAfter(plan.now()) || since.isBefore(certificate.notBefore()))) {
            plan.fault(name() + ": the date " + since + " of certificate " + revoke.serial() + " must lie between "
                    + certificate.notBefore() + " and now");
            return;
        }
        plan.say("  REVOKES " + certificate.subject() + ", serial number " + certificate.serial() + ", "
                + revoke.cause().rfcName() + (since == null ? "" : ", since " + since)
                + ". Its authority issues nothing from then on, for ever.");
    }

    @Override
    public void carryOut(CeremonyRun run) {
        Authority authority = run.authority(entry.authority());
        for (CustodyEntries.RevokeEntry revoke : entry.revoke()) {
            CertificateView revoked = run.tools()
                    .surroundings()
                    .status()
                    .revoke(
                            new StatusRequest(CEREMONY, Party.MANAGEMENT, authority.id(), revoke.octets(), null),
                            revoke.cause(),
                            revoke.since());
            run.say("Revoked: " + revoked.subject() + ", serial number " + revoked.serial() + ", "
                    + revoke.cause().rfcName() + ", since " + revoked.revokedAt());
        }
        Token token = run.token(authority.keyToken());
        CrlIssuer issuer = new CrlIssuer(
                run.tools().database(),
                new AuthorityKeys(token),
                run.tools().audit(),
                run.tools().issuance().locations(),
                CrlSettings.standard(),
                new SimpleMeterRegistry());
        CrlResult result = issue(issuer, authority);
        if (!result.refused().isEmpty()) {
            throw new IllegalStateException(String.join("; ", result.refused())
                    + (entry.revoke().isEmpty() ? "" : ". What was revoked stays revoked and waits for a CRL."));
        }
        PublishedCrl crl = new CrlStore(run.tools().database())
                .complete(authority.name())
                .orElseThrow(() -> new IllegalStateException("the CRL just published is not there"));
        run.say("CRL of " + authority.name() + ", number " + crl.number() + ": thisUpdate " + crl.thisUpdate()
                + ", nextUpdate " + crl.nextUpdate() + ", published as " + String.join(", ", result.published())
                + " at "
                + served(run.tools(), authority));
        run.say("  SHA-256 of the complete CRL: " + Fingerprint.of(crl.der()));
        run.file(authority.name() + ".crl", crl.der());
        run.signsTranscript(true, token.signingKey(authority.keyLabel()), authority.spki());
    }

    /** The service may be making the same authority's CRLs just now. */
    private CrlResult issue(CrlIssuer issuer, Authority authority) {
        for (int attempt = 1; attempt <= TRIES; attempt++) {
            CrlResult result = issuer.issueAtCeremony(authority.id(), entry.term());
            if (!result.isBusy()) {
                return result;
            }
            try {
                TimeUnit.MILLISECONDS.sleep(500);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        throw new IllegalStateException("the service makes CRLs of " + authority.name() + " all the time; stop it");
    }

    private static List<String> served(CeremonyTools tools, Authority authority) {
        List<String> urls = new java.util.ArrayList<>();
        urls.add(tools.issuance().locations().completeCrl(authority.name()));
        for (int shard = 0; shard < authority.crlShards(); shard++) {
            urls.add(tools.issuance().locations().crlShard(authority.name(), shard));
        }
        return urls;
    }
}
