package id.segel.csr.check;

import id.segel.csr.CsrCheck;
import id.segel.csr.CsrContext;
import id.segel.csr.Finding;
import id.segel.csr.FindingKind;
import id.segel.csr.ParsedCsr;
import id.segel.csr.PublicKeyDetails;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * An Ed25519 key has no parameters, decodes to a point of the curve, and that point has the order of the base point.
 * The curve's cofactor is 8, so unlike with the NIST curves the order needs a test: under a key of small order anything
 * is a valid signature, and with a small part in its order programs disagree on which signatures are valid, so that a
 * signer could disown theirs (Chalkias, Garillot, Nikolaenko, "Taming the many EdDSAs", 2020).
 */
final class Ed25519KeyCheck implements CsrCheck {

    @Override
    public String id() {
        return "ed25519-key";
    }

    @Override
    public String source() {
        return "RFC 8410 3 and 4, RFC 8032 5.1.3, NIST SP 800-186 D.1.3";
    }

    @Override
    public List<Finding> check(ParsedCsr csr, CsrContext context) {
        if (!(csr.key() instanceof PublicKeyDetails.Ed25519 key)) {
            return List.of();
        }
        List<Finding> findings = new ArrayList<>();
        if (!key.parametersAbsent()) {
            findings.add(FindingKind.ED25519_PARAMETERS.with());
        }
        if (!isSound(key)) {
            findings.add(FindingKind.ED25519_POINT_INVALID.with());
        }
        return findings;
    }

    /** Canonically encoded, on the curve, not the neutral element, of prime order. */
    static boolean isSound(PublicKeyDetails.Ed25519 key) {
        return Ed25519.validatePublicKeyFull(key.point(), 0);
    }
}
