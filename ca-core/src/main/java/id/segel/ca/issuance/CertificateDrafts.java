package id.segel.ca.issuance;

import id.segel.ca.authority.Authority;
import id.segel.ca.lint.LintFinding;
import id.segel.ca.lint.LintIssuer;
import id.segel.ca.lint.LintPromise;
import id.segel.ca.lint.LintSubject;
import id.segel.ca.lint.Linter;
import id.segel.ca.profile.CertificateProfile;
import id.segel.ca.status.PkiLocations;
import java.io.IOException;
import java.math.BigInteger;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.x500.X500Name;

/** Encodes a TBSCertificate and lints those bytes; knows nothing of who asks and decides nothing. Thread-safe. */
final class CertificateDrafts {
    private final TbsCertificates tbsCertificates;
    private final Linter linter;
    private final PkiLocations urls;

    CertificateDrafts(Linter linter, PkiLocations urls) {
        this.tbsCertificates = new TbsCertificates(urls);
        this.linter = linter;
        this.urls = urls;
    }

    /**
     * A certificate as it would be.
     *
     * @param shard the part of the CRL it would stand in
     * @param tbs the TBSCertificate, DER
     * @param findings what lint has to say of it
     */
    record Draft(int shard, byte[] tbs, List<LintFinding> findings) {}

    /**
     * Encodes and lints a certificate, whoever asks.
     *
     * @throws IllegalArgumentException when profile and account make no certificate
     */
    Draft draft(Preparation.Request request, byte[] serial, LintIssuer lintIssuer) {
        CertificateProfile profile = request.profile();
        Authority issuer = request.issuer();
        ValidityPeriod validity = ValidityPeriod.from(request.now(), profile.validity());
        int shard = new BigInteger(1, serial)
                .mod(BigInteger.valueOf(issuer.crlShards()))
                .intValue();
        byte[] tbs = tbsCertificates.encode(
                profile, issuer, serial, validity, request.subject(), request.spki(), request.email(), shard);
        LintPromise promise = new LintPromise(
                serial,
                der(request.subject()),
                request.spki(),
                validity.notBefore(),
                validity.notAfter(),
                request.email(),
                profile.hasCrlDistributionPoint() ? List.of(urls.crlShard(issuer.name(), shard)) : List.of(),
                profile.hasOcspLocation() ? List.of(urls.ocsp()) : List.of(),
                profile.hasCaIssuersLocation() ? List.of(urls.certificate(issuer.name())) : List.of());
        return new Draft(shard, tbs, linter.check(new LintSubject(tbs, profile, lintIssuer, promise)));
    }

    private static byte[] der(X500Name name) {
        try {
            return name.getEncoded(ASN1Encoding.DER);
        } catch (IOException e) {
            throw new IllegalStateException("a name cannot be encoded", e);
        }
    }
}
