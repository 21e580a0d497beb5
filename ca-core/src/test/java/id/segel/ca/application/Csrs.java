package id.segel.ca.application;

import id.segel.csr.Challenge;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.pkcs.PKCS10CertificationRequestBuilder;
import org.jspecify.annotations.Nullable;

/** Makes requests as LOCK would, and others. */
final class Csrs {
    private Csrs() {}

    static byte[] der(RegistrationFixture.Someone person, KeyPair key, byte @Nullable [] challenge) {
        X500NameBuilder subject = new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.C, "ID")
                .addRDN(BCStyle.O, person.agency())
                .addRDN(BCStyle.SERIALNUMBER, person.subscriberNumber())
                .addRDN(BCStyle.CN, person.fullName());
        PKCS10CertificationRequestBuilder builder = new PKCS10CertificationRequestBuilder(
                subject.build(),
                SubjectPublicKeyInfo.getInstance(key.getPublic().getEncoded()));
        if (challenge != null) {
            builder.addAttribute(new ASN1ObjectIdentifier(Challenge.OID), new DEROctetString(challenge));
        }
        try {
            return builder.build(TestAuthority.signer(key)).getEncoded();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static byte[] pem(String label, byte[] der) {
        String body = java.util.Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return ("-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** The private key as openssl writes it: PKCS#1 for RSA, SEC 1 for EC. */
    static byte[] privateKeyPem(KeyPair key) {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(key.getPrivate());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    /** The same request with one bit of its signature turned. */
    static byte[] withBrokenSignature(byte[] der) {
        byte[] broken = der.clone();
        broken[broken.length - 1] ^= 1;
        return broken;
    }
}
