package id.segel.api.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import id.segel.hsm.KeySpec;
import id.segel.hsm.NewKey;
import id.segel.hsm.Pin;
import id.segel.hsm.SignatureScheme;
import id.segel.hsm.Token;
import id.segel.hsm.TokenConfiguration;
import id.segel.hsm.TokenPurpose;
import id.segel.softhsm.FaultShim;
import id.segel.softhsm.TestToken;
import id.segel.softhsm.TestTokens;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.DefaultSignatureAlgorithmIdentifierFinder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Signatures tried at a token that is slow, wrong or full. */
class SignaturesCheckTest {
    private static final int PERMITS = 6;
    private static final TestToken TOKEN = TestTokens.take();

    @TempDir
    private static Path directory = Path.of("");

    private static Token open(Path module, SimpleMeterRegistry meters, int permits) {
        return Token.open(
                new TokenConfiguration(
                        TokenPurpose.AUDIT,
                        module,
                        TOKEN.label(),
                        Pin.of(TOKEN.userPin()),
                        permits,
                        Duration.ofMillis(500),
                        Duration.ofSeconds(20),
                        List.of()),
                meters);
    }

    private static List<Finding> look(Token token, int places) {
        Findings findings = new Findings();
        ConfiguredToken configured = new ConfiguredToken(
                TokenPurpose.AUDIT, "token audit", 0, TOKEN.module(), "", TOKEN.label(), null, PERMITS, null, Map.of());
        new SignaturesCheck(new SecureRandom())
                .look(
                        new OpenToken(
                                configured, token, places, "because", List.of(), Deadline.in(Duration.ofSeconds(60))),
                        findings);
        return findings.all();
    }

    private static void makeKey() throws Exception {
        try (Token token = open(TOKEN.module(), new SimpleMeterRegistry(), 2)) {
            if (!token.hasKey("kunci")) {
                NewKey key = token.generateKeyPair("kunci", KeySpec.EC_P256);
                token.storeCertificate("kunci", selfSigned(key));
            }
        }
    }

    private static byte[] selfSigned(NewKey key) throws Exception {
        X500Name name = new X500Name("CN=kunci");
        Instant now = Instant.now();
        ByteArrayOutputStream tbs = new ByteArrayOutputStream();
        return new X509v3CertificateBuilder(
                        name,
                        BigInteger.ONE,
                        Date.from(now),
                        Date.from(now.plusSeconds(3600)),
                        name,
                        SubjectPublicKeyInfo.getInstance(key.publicKey().getEncoded()))
                .build(new ContentSigner() {
                    @Override
                    public AlgorithmIdentifier getAlgorithmIdentifier() {
                        return new DefaultSignatureAlgorithmIdentifierFinder().find("SHA256withECDSA");
                    }

                    @Override
                    public OutputStream getOutputStream() {
                        return tbs;
                    }

                    @Override
                    public byte[] getSignature() {
                        return key.signer().sign(SignatureScheme.ECDSA_SHA256, tbs.toByteArray(), () -> {});
                    }
                })
                .getEncoded();
    }

    @Test
    void noMorePlacesAreTakenThanAllowed() throws Exception {
        makeKey();
        FaultShim shim = FaultShim.around(TOKEN.module(), directory.resolve("slow"));
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        ExecutorService doctor = Executors.newSingleThreadExecutor();
        try (Token token = open(shim.library(), meters, PERMITS)) {
            // The challenge, the first use and those alone pass; then everything hangs that is asked at once.
            shim.control("C_Sign skip=7 hang");
            Future<List<Finding>> looking = doctor.submit(() -> look(token, 2));
            Awaitility.await().atMost(Duration.ofSeconds(15)).until(() -> shim.hanging("C_Sign") == 2);
            assertThat(meters.get("segel.hsm.permits.available").gauge().value())
                    .isEqualTo(PERMITS - 2.0);
            shim.clear();

            assertThat(looking.get(30, TimeUnit.SECONDS)).singleElement().satisfies(finding -> {
                assertThat(finding.level()).isEqualTo(Level.OK);
                assertThat(finding.message()).contains("with 2 at once; no more at once, because");
            });
        } finally {
            shim.close();
            doctor.shutdownNow();
        }
    }

    @Test
    void aTokenThatComputesWronglyIsAnError() throws Exception {
        makeKey();
        FaultShim shim = FaultShim.around(TOKEN.module(), directory.resolve("wrong"));
        try (Token token = open(shim.library(), new SimpleMeterRegistry(), PERMITS)) {
            token.signingKey("kunci");
            shim.control("C_Sign flip");

            assertThat(look(token, 1)).singleElement().satisfies(finding -> {
                assertThat(finding.id()).isEqualTo(Topic.KEY_SIGNATURE);
                assertThat(finding.level()).isEqualTo(Level.ERROR);
                assertThat(finding.remedy()).contains("Take the token out of service");
            });
        } finally {
            shim.close();
        }
    }

    @Test
    void aTokenThatIsFullyUsedIsAWarning() throws Exception {
        makeKey();
        FaultShim shim = FaultShim.around(TOKEN.module(), directory.resolve("busy"));
        try (Token token = open(shim.library(), new SimpleMeterRegistry(), 1)) {
            var key = token.signingKey("kunci");
            shim.control("C_Sign hang");
            Thread user = new Thread(() -> key.sign(SignatureScheme.ECDSA_SHA256, new byte[] {1}, () -> {}));
            user.start();
            Awaitility.await().until(() -> shim.hanging("C_Sign") == 1);

            assertThat(look(token, 1)).singleElement().satisfies(finding -> {
                assertThat(finding.id()).isEqualTo(Topic.TOKEN_BUSY);
                assertThat(finding.level()).isEqualTo(Level.WARNING);
            });
            shim.clear();
            user.join();
        } finally {
            shim.close();
        }
    }
}
