package id.segel.csr;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import org.bouncycastle.asn1.DEROctetString;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A private key in any form refuses the file, whatever else is in it, and nothing of it is in the report. */
class PrivateKeysAreFoundTest {

    private final CsrChecker checker = CsrChecker.standard();

    @TempDir
    Path directory;

    private Openssl openssl;

    @BeforeEach
    void keysInEveryForm() throws Exception {
        openssl = new Openssl(directory);
        openssl.run("genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048", "-out", "pkcs8.pem");
        openssl.run("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", "ec8.pem");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pkey -in pkcs8.pem -out f",
                "pkey -in pkcs8.pem -outform DER -out f",
                "rsa -in pkcs8.pem -traditional -out f",
                "rsa -in pkcs8.pem -traditional -outform DER -out f",
                "pkey -in ec8.pem -outform DER -out f",
                "ec -in ec8.pem -out f",
                "ec -in ec8.pem -outform DER -out f",
                "ec -in ec8.pem -no_public -param_enc explicit -outform DER -out f",
                "pkcs8 -topk8 -in pkcs8.pem -passout pass:percobaan -out f",
                "pkcs8 -topk8 -in pkcs8.pem -passout pass:percobaan -outform DER -out f",
                "pkcs8 -topk8 -in pkcs8.pem -passout pass:percobaan -scrypt -outform DER -out f",
                "pkcs8 -topk8 -in pkcs8.pem -passout pass:percobaan -v1 PBE-SHA1-3DES -outform DER -out f",
                "pkcs12 -export -nocerts -inkey pkcs8.pem -passout pass:percobaan -out f",
                "genpkey -algorithm ED25519 -outform DER -out f",
            })
    void aloneBehindAndBeforeARequestAndAsText(String command) throws Exception {
        openssl.run(command.split(" "));
        byte[] key = openssl.read("f");
        assertFound(key);
        byte[] request = RequestBuilder.rsa().der();
        assertFound(FindingCases.join(request, key));
        assertFound(FindingCases.join(key, request));
        assertFound(FindingCases.join(RequestBuilder.rsa().pem(), key));
        assertFound(Arrays.copyOf(key, key.length - 5));
        assertFound(Base64.getMimeEncoder().encode(key));
        assertFound(RequestBuilder.pem("CERTIFICATE REQUEST", key, "\n").getBytes(StandardCharsets.US_ASCII));
        assertFound(FindingCases.join(
                RequestBuilder.rsa().pem(),
                RequestBuilder.pem("CERTIFICATE", key, "\r\n").getBytes(StandardCharsets.US_ASCII)));
        assertFound(RequestBuilder.rsa()
                .attribute("1.2.3.4", new DEROctetString(key))
                .der());
    }

    @Test
    void inUtf16AndInFormatsOfOtherPrograms() throws IOException {
        String pem = new String(openssl.read("pkcs8.pem"), StandardCharsets.US_ASCII);
        assertFound(("\ufeff" + pem).getBytes(UTF_16LE));
        assertFound("-----BEGIN OPENSSH PRIVATE KEY-----\nb3Blb".getBytes(StandardCharsets.US_ASCII));
        assertFound("---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----".getBytes(StandardCharsets.US_ASCII));
        assertFound("PuTTY-User-Key-File-3: ssh-rsa".getBytes(StandardCharsets.US_ASCII));
        assertFound(new byte[] {(byte) 0xfe, (byte) 0xed, (byte) 0xfe, (byte) 0xed, 0, 0, 0, 2});
    }

    @Test
    void honestRequestsAreNotTakenForKeys() {
        assertThat(checker.check(RequestBuilder.rsa().pem(), FindingCases.PLAIN).findings())
                .isEmpty();
        assertThat(checker.check(RequestBuilder.ec().der(), FindingCases.PLAIN).findings())
                .isEmpty();
    }

    private void assertFound(byte[] file) {
        CsrReport report = checker.check(file, FindingCases.PLAIN);
        assertThat(report.findings()).containsExactly(FindingKind.CONTAINS_PRIVATE_KEY.with());
        assertThat(report.csr()).isNull();
        assertThat(report.refused()).isTrue();
    }
}
