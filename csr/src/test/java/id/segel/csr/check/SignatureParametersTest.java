package id.segel.csr.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.pkcs.RSASSAPSSparams;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which parameters of RSASSA-PSS are sane, and which algorithm identifiers are taken at all. */
class SignatureParametersTest {

    private static final String SHA1 = "1.3.14.3.2.26";
    private static final String SHA256 = "2.16.840.1.101.3.4.2.1";
    private static final String SHA384 = "2.16.840.1.101.3.4.2.2";
    private static final String SHA3 = "2.16.840.1.101.3.4.2.8";

    @ParameterizedTest
    @CsvSource({
        SHA256 + "," + SHA256 + ",32,1,Accepted",
        SHA256 + "," + SHA256 + ",222,1,Accepted",
        SHA384 + "," + SHA384 + ",48,1,Accepted",
        SHA256 + "," + SHA256 + ",31,1,WrongParameters",
        SHA256 + "," + SHA256 + ",0,1,WrongParameters",
        SHA256 + "," + SHA256 + ",-1,1,WrongParameters",
        SHA256 + "," + SHA256 + ",1025,1,WrongParameters",
        SHA256 + "," + SHA256 + ",32,2,WrongParameters",
        SHA256 + "," + SHA1 + ",32,1,WrongParameters",
        SHA256 + "," + SHA384 + ",32,1,WrongParameters",
        SHA3 + "," + SHA3 + ",32,1,WrongParameters",
        SHA1 + "," + SHA1 + ",20,1,Weak",
    })
    void pss(String hash, String maskHash, int salt, int trailer, String expected) {
        RSASSAPSSparams parameters = new RSASSAPSSparams(
                algorithm(hash, DERNull.INSTANCE),
                algorithm("1.2.840.113549.1.1.8", algorithm(maskHash, DERNull.INSTANCE)),
                new ASN1Integer(salt),
                new ASN1Integer(trailer));
        assertMeaning(algorithm("1.2.840.113549.1.1.10", parameters), expected);
    }

    @Test
    void pssWithoutParametersMeansSha1() {
        assertMeaning(algorithm("1.2.840.113549.1.1.10", new DERSequence()), "Weak");
        assertMeaning(new AlgorithmIdentifier(new ASN1ObjectIdentifier("1.2.840.113549.1.1.10")), "WrongParameters");
        assertMeaning(algorithm("1.2.840.113549.1.1.10", new ASN1Integer(1)), "WrongParameters");
    }

    @Test
    void rsaNeedsNullAndEcdsaNothing() {
        assertMeaning(algorithm("1.2.840.113549.1.1.11", DERNull.INSTANCE), "Accepted");
        assertMeaning(new AlgorithmIdentifier(new ASN1ObjectIdentifier("1.2.840.113549.1.1.11")), "WrongParameters");
        assertMeaning(new AlgorithmIdentifier(new ASN1ObjectIdentifier("1.2.840.10045.4.3.2")), "Accepted");
        assertMeaning(algorithm("1.2.840.10045.4.3.2", DERNull.INSTANCE), "WrongParameters");
    }

    private static AlgorithmIdentifier algorithm(String oid, ASN1Encodable parameters) {
        return new AlgorithmIdentifier(new ASN1ObjectIdentifier(oid), parameters);
    }

    private static void assertMeaning(AlgorithmIdentifier identifier, String expected) {
        assertThat(SignatureAlgorithms.read(identifier).getClass().getSimpleName())
                .isEqualTo(expected);
    }
}
