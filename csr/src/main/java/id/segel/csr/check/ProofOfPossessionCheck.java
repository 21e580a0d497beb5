package id.segel.csr.check;

import id.segel.csr.CsrCheck;
import id.segel.csr.CsrContext;
import id.segel.csr.Finding;
import id.segel.csr.FindingKind;
import id.segel.csr.KeyRules;
import id.segel.csr.ParsedCsr;
import id.segel.csr.PublicKeyDetails;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.NoSuchProviderException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.List;

/** The signature verifies with the request's own public key: whoever made the request has the private key. */
final class ProofOfPossessionCheck implements CsrCheck {

    /** Longer exponents make verification slow and are refused anyway. */
    private static final int MAX_EXPONENT_BITS = 33;

    @Override
    public String id() {
        return "proof-of-possession";
    }

    @Override
    public String source() {
        return "RFC 2986 3, domain.md 3.2";
    }

    @Override
    public boolean settledByBytes() {
        return true;
    }

    /**
     * Fails closed: what cannot be verified, because another rule refuses its key or algorithm, is told as such, so that
     * no request passes unverified whatever the other rules say.
     */
    @Override
    public List<Finding> check(ParsedCsr csr, CsrContext context) {
        if (!(SignatureAlgorithms.read(csr.signatureAlgorithm()) instanceof SignatureAlgorithms.Accepted accepted)
                || !mayBeUsed(csr.key(), accepted)) {
            return List.of(FindingKind.SIGNATURE_UNVERIFIABLE.with());
        }
        try {
            return verifies(csr, accepted) ? List.of() : List.of(FindingKind.SIGNATURE_INVALID.with());
        } catch (NoSuchAlgorithmException | NoSuchProviderException e) {
            throw new IllegalStateException("the Java runtime lacks " + accepted.jcaName(), e);
        } catch (SignatureException e) {
            return List.of(FindingKind.SIGNATURE_INVALID.with());
        } catch (GeneralSecurityException | RuntimeException e) {
            return List.of(FindingKind.SIGNATURE_UNVERIFIABLE.with());
        }
    }

    private static boolean verifies(ParsedCsr csr, SignatureAlgorithms.Accepted accepted)
            throws GeneralSecurityException {
        if (csr.key() instanceof PublicKeyDetails.Ec ec) {
            NistCurve curve = NistCurve.byName(ec.curveName()).orElseThrow();
            byte[] hash = MessageDigest.getInstance(accepted.hash()).digest(csr.requestInfo());
            return curve.verifies(ec.point(), hash, csr.signature());
        }
        // The providers by name: a server has PKCS#11 tokens among its providers, and the request's key must not
        // wander into one.
        PublicKey key = KeyFactory.getInstance(accepted.keyAlgorithm(), accepted.provider())
                .generatePublic(new X509EncodedKeySpec(csr.subjectPublicKeyInfo()));
        Signature signature = Signature.getInstance(accepted.jcaName(), accepted.provider());
        if (accepted.parameters() != null) {
            signature.setParameter(accepted.parameters());
        }
        signature.initVerify(key);
        signature.update(csr.requestInfo());
        try {
            return signature.verify(csr.signature());
        } catch (RuntimeException e) {
            return false;
        }
    }

    /** Keeps keys out of the arithmetic that are too large for it or no keys at all. */
    private static boolean mayBeUsed(PublicKeyDetails key, SignatureAlgorithms.Accepted accepted) {
        if (key instanceof PublicKeyDetails.Rsa rsa) {
            return accepted.keyAlgorithm().equals("RSA")
                    && rsa.modulus().signum() > 0
                    && rsa.modulus().bitLength() <= KeyRules.RSA_HARD_CAP_BITS
                    && rsa.exponent().signum() > 0
                    && rsa.exponent().bitLength() <= MAX_EXPONENT_BITS;
        }
        if (key instanceof PublicKeyDetails.Ed25519 ed25519) {
            return accepted.keyAlgorithm().equals(SignatureAlgorithms.ED25519)
                    && ed25519.parametersAbsent()
                    && Ed25519KeyCheck.isSound(ed25519);
        }
        return key instanceof PublicKeyDetails.Ec ec
                && accepted.keyAlgorithm().equals("EC")
                && NistCurve.byName(ec.curveName())
                        .map(curve -> curve.holds(ec.point()))
                        .orElse(false);
    }
}
