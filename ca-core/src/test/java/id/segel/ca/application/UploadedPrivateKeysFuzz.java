package id.segel.ca.application;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.util.List;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/** Fuzz target: whatever is uploaded in place of a request, the search for private keys ends, and finds public keys only. */
public final class UploadedPrivateKeysFuzz {

    private UploadedPrivateKeysFuzz() {}

    /** Called by Jazzer. */
    public static void fuzzerTestOneInput(byte[] input) {
        for (byte[] half : UploadedPrivateKeys.publicHalves(input)) {
            if (SubjectPublicKeyInfo.getInstance(half).getPublicKeyData().getOctets().length < 32) {
                throw new AssertionError("a key that is none was found");
            }
        }
    }

    public static List<byte[]> seeds() {
        KeyPair rsa = TestAuthority.rsaKey(2048);
        KeyPair ec = TestAuthority.ecKey();
        return List.of(
                rsa.getPrivate().getEncoded(),
                ec.getPrivate().getEncoded(),
                Csrs.pem("PRIVATE KEY", ec.getPrivate().getEncoded()),
                Csrs.privateKeyPem(rsa),
                Csrs.privateKeyPem(ec),
                "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----\n"
                        .getBytes(StandardCharsets.US_ASCII));
    }
}
