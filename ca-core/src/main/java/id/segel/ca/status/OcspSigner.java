package id.segel.ca.status;

import id.segel.ca.authority.Authority;
import id.segel.ca.authority.AuthorityKey;
import id.segel.hsm.SignatureScheme;
import id.segel.hsm.SigningKey;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.ocsp.ResponderID;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.CertException;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.util.PublicKeyFactory;
import org.bouncycastle.operator.DefaultDigestAlgorithmIdentifierFinder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.bc.BcECContentVerifierProviderBuilder;
import org.bouncycastle.operator.bc.BcRSAContentVerifierProviderBuilder;

/**
 * A delegated responder (RFC 6960 4.2.2.2): its key in the ocsp token and the certificate one authority gave it.
 *
 * @param key signs and checks its own signature in software
 * @param certificate the responder's, embedded in every answer
 * @param id SHA-1 of the responder's key (byKey)
 * @param notBefore first second of its certificate
 * @param notAfter last second of its certificate
 */
record OcspSigner(AuthorityKey key, Certificate certificate, ResponderID id, Instant notBefore, Instant notAfter) {
    /**
     * @throws IllegalStateException when the certificate beside the key does not make it this authority's responder
     * @throws id.segel.hsm.TokenException when the token has none
     */
    static OcspSigner of(SigningKey key, Authority authority) {
        Certificate certificate = Certificate.getInstance(key.certificate());
        String whose = "the certificate of the OCSP key " + key.label();
        if (!Arrays.equals(encoded(certificate.getIssuer()), authority.subject())
                || !isSignedBy(certificate, authority)) {
            throw new IllegalStateException(whose + " was not issued by " + authority.name()
                    + "; give the responder a certificate of that authority");
        }
        ExtendedKeyUsage usage =
                ExtendedKeyUsage.fromExtensions(certificate.getTBSCertificate().getExtensions());
        if (usage == null || !usage.hasKeyPurposeId(KeyPurposeId.id_kp_OCSPSigning)) {
            throw new IllegalStateException(whose + " lacks the extended key usage OCSPSigning (RFC 6960 4.2.2.2)");
        }
        byte[] spki = encoded(certificate.getSubjectPublicKeyInfo());
        return new OcspSigner(
                new AuthorityKey(key, SignatureScheme.standardFor(key.publicKey()), spki),
                certificate,
                new ResponderID(new DEROctetString(sha1(
                        certificate.getSubjectPublicKeyInfo().getPublicKeyData().getOctets()))),
                certificate.getStartDate().getDate().toInstant(),
                certificate.getEndDate().getDate().toInstant());
    }

    boolean isValidAt(Instant now) {
        return !now.isBefore(notBefore) && !now.isAfter(notAfter);
    }

    private static boolean isSignedBy(Certificate certificate, Authority authority) {
        DefaultDigestAlgorithmIdentifierFinder digests = new DefaultDigestAlgorithmIdentifierFinder();
        try {
            AsymmetricKeyParameter key = PublicKeyFactory.createKey(authority.spki());
            return new X509CertificateHolder(certificate)
                    .isSignatureValid(
                            key instanceof RSAKeyParameters
                                    ? new BcRSAContentVerifierProviderBuilder(digests).build(key)
                                    : new BcECContentVerifierProviderBuilder(digests).build(key));
        } catch (IOException | CertException | OperatorCreationException e) {
            return false;
        }
    }

    /** Names the key; protects nothing. */
    private static byte[] sha1(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-1").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }

    private static byte[] encoded(org.bouncycastle.asn1.ASN1Object object) {
        try {
            return object.getEncoded();
        } catch (IOException e) {
            throw new IllegalStateException("a parsed certificate cannot be encoded again: " + e.getMessage(), e);
        }
    }
}
