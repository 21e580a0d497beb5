package id.segel.lock;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.util.Base64;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.util.ArrayList;
import java.util.List;

/** Fuzz target: any bytes as the payload of an enrolment file whose signature and chain hold. */
public final class EnrolmentPayloadFuzz {

    private EnrolmentPayloadFuzz() {}

    /** Called by Jazzer. */
    public static void fuzzerTestOneInput(byte[] payload) {
        TestAuthority authority = EnrolmentFileFuzz.AUTHORITY;
        try {
            List<Base64> chain = new ArrayList<>();
            for (X509Certificate certificate : List.of(authority.signer, authority.issuing, authority.root)) {
                chain.add(Base64.encode(certificate.getEncoded()));
            }
            JWSObject jws = new JWSObject(
                    new JWSHeader.Builder(JWSAlgorithm.ES256)
                            .type(new JOSEObjectType("segel-enrolment+jwt"))
                            .x509CertChain(chain)
                            .build(),
                    new Payload(payload));
            jws.sign(new ECDSASigner((ECPrivateKey) authority.signerKey.getPrivate()));
            EnrolmentFileFuzz.read(jws.serialize().getBytes(StandardCharsets.US_ASCII));
        } catch (CertificateEncodingException | JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    static List<byte[]> seeds() {
        return List.of(
                JSONObjectUtils.toJSONString(EnrolmentFileFuzz.AUTHORITY.payload(EnrolmentFileFuzz.SERVER))
                        .getBytes(StandardCharsets.UTF_8),
                "{\"version\":1}".getBytes(StandardCharsets.UTF_8));
    }
}
