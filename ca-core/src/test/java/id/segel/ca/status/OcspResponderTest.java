package id.segel.ca.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import id.segel.ca.audit.Actor;
import id.segel.ca.status.OpenSsl.Verdict;
import id.segel.ca.status.StatusFixture.Issued;
import id.segel.ca.store.Database;
import id.segel.ca.store.DatabaseRole;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPReqBuilder;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.SingleResp;
import org.bouncycastle.cert.ocsp.UnknownStatus;
import org.bouncycastle.operator.DigestCalculator;
import org.bouncycastle.operator.bc.BcDigestCalculatorProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OcspResponderTest {
    private SigningFixture fixture;
    private StatusFixture status;
    private OpenSsl openssl;
    private MovableClock clock;
    private OcspResponder responder;
    private Issued authority;

    @BeforeAll
    void open(@TempDir Path directory) {
        fixture = new SigningFixture(directory);
        status = fixture.status;
        openssl = fixture.openssl;
        Instant nextYear = Instant.now().truncatedTo(ChronoUnit.SECONDS).plus(365, ChronoUnit.DAYS);
        fixture.hierarchy.responder("ocsp-issuing", fixture.hierarchy.issuing, nextYear);
        fixture.hierarchy.responder("ocsp-root", fixture.hierarchy.root, nextYear);
        authority = status.issuingCertificate();
        clock = new MovableClock();
        responder = responder(Map.of(TestHierarchy.ISSUING, "ocsp-issuing", TestHierarchy.ROOT, "ocsp-root"));
        openssl.pem("root.pem", "CERTIFICATE", fixture.hierarchy.root.certificate());
        openssl.pem("issuing.pem", "CERTIFICATE", fixture.hierarchy.issuing.certificate());
    }

    private OcspResponder responder(Map<String, String> keys) {
        return new OcspResponder(
                status.issuer, fixture.token, () -> keys, OcspSettings.standard(), status.meters, clock);
    }

    @AfterEach
    void noFaults() {
        fixture.shim.clear();
    }

    @AfterAll
    void close() {
        fixture.close();
    }

    /** Lets openssl ask, answers, and lets openssl judge the answer. */
    private String judged(Issued certificate, String... options) {
        String leaf = openssl.pem("leaf.pem", "CERTIFICATE", certificate.der());
        List<String> ask = new ArrayList<>(List.of("ocsp", "-issuer", "issuing.pem"));
        ask.addAll(List.of(options));
        ask.addAll(List.of("-cert", leaf, "-reqout", "request.der"));
        Verdict asked = openssl.run(ask.toArray(String[]::new));
        assertThat(asked.exit()).as(asked.output()).isZero();
        OcspAnswer answer = responder.answer(openssl.read("request.der"));
        assertThat(answer.status()).isEqualTo(OcspStatus.SUCCESSFUL);
        openssl.file("response.der", answer.der());
        Verdict verdict = openssl.run(
                "ocsp",
                "-reqin",
                "request.der",
                "-respin",
                "response.der",
                "-CAfile",
                "root.pem",
                "-verify_other",
                "issuing.pem",
                "-resp_text");
        assertThat(verdict.output()).contains("Response verify OK").doesNotContain("WARNING", "Nonce Verify error");
        return verdict.output();
    }

    @Test
    void opensslSaysGoodAndRevokedWithEitherHashAndWithANonce() {
        Issued good = status.issued();
        Issued held = status.issued();
        Issued revoked = status.issued();
        status.changes.suspend(status.byOfficer(held));
        status.changes.revoke(status.byOfficer(revoked), RevocationReason.KEY_COMPROMISE);
        for (String[] options :
                new String[][] {{"-no_nonce"}, {"-sha256", "-no_nonce"}, {"-sha1", "-nonce"}, {"-sha256", "-nonce"}}) {
            assertThat(judged(good, options)).contains("Cert Status: good");
            assertThat(judged(held, options)).contains("Cert Status: revoked", "certificateHold (0x6)");
            assertThat(judged(revoked, options)).contains("Cert Status: revoked", "keyCompromise (0x1)");
        }
        assertThat(judged(good, "-nonce")).contains("OCSP Nonce");
    }

    @Test
    void opensslSaysGoodOfTheIssuingCaWhereTheRootHasAResponder() {
        openssl.run("ocsp", "-issuer", "root.pem", "-cert", "issuing.pem", "-no_nonce", "-reqout", "ca-request.der");
        OcspAnswer answer = responder.answer(openssl.read("ca-request.der"));
        openssl.file("ca-response.der", answer.der());
        Verdict verdict = openssl.run(
                "ocsp",
                "-issuer",
                "root.pem",
                "-cert",
                "issuing.pem",
                "-no_nonce",
                "-respin",
                "ca-response.der",
                "-CAfile",
                "root.pem");
        assertThat(verdict.output()).contains("Response verify OK", "issuing.pem: good");
        OcspResponder withoutRoot = responder(Map.of(TestHierarchy.ISSUING, "ocsp-issuing"));
        assertThat(withoutRoot.answer(openssl.read("ca-request.der")).status()).isEqualTo(OcspStatus.UNAUTHORIZED);
        assertThat(authority.issuerId()).isEqualTo(status.root);
    }

    @Test
    void onlyWhatIsIssuedIsGood() {
        Issued intended = status.intended(StatusFixture.key());
        Issued abandoned = status.intended(StatusFixture.key());
        status.execute("UPDATE certificate SET state = 'ABANDONED' WHERE serial = ?", (Object) abandoned.serial());
        Issued orphan = status.intended(StatusFixture.key());
        status.issuer.useTransaction(transaction ->
                status.changes.orphan(transaction, Actor.system("reconciler"), status.issuing, orphan.serial(), null));
        assertThat(statusOf(intended.serial())).isInstanceOf(UnknownStatus.class);
        assertThat(statusOf(abandoned.serial())).isInstanceOf(UnknownStatus.class);
        assertThat(statusOf(TestHierarchy.serial().toByteArray())).isInstanceOf(UnknownStatus.class);
        assertThat(statusOf(new byte[] {-5})).isInstanceOf(UnknownStatus.class);
        assertThat(statusOf(new byte[] {0})).isInstanceOf(UnknownStatus.class);
        assertThat(statusOf(orphan.serial()))
                .isInstanceOfSatisfying(
                        RevokedStatus.class,
                        revoked -> assertThat(revoked.hasRevocationReason()).isFalse());
        assertThat(statusOf(status.issued().serial())).isSameAs(CertificateStatus.GOOD);
    }

    private @Nullable CertificateStatus statusOf(byte[] serial) {
        OcspAnswer answer = responder.answer(request(null, id(fixture.hierarchy.issuing, new BigInteger(serial))));
        SingleResp[] responses = basic(answer).getResponses();
        assertThat(responses).hasSize(1);
        return responses[0].getCertStatus();
    }

    @Test
    void severalCertificatesAreAnsweredEachUpToTen() {
        Issued good = status.issued();
        Issued revoked = status.issued();
        status.changes.revoke(status.byOfficer(revoked), RevocationReason.SUPERSEDED);
        CertificateID[] ids = new CertificateID[10];
        Arrays.fill(ids, id(fixture.hierarchy.issuing, new BigInteger(good.serial())));
        ids[4] = id(fixture.hierarchy.issuing, new BigInteger(revoked.serial()));
        ids[9] = id(fixture.hierarchy.issuing, TestHierarchy.serial());
        SingleResp[] responses = basic(responder.answer(request(null, ids))).getResponses();
        assertThat(responses).hasSize(10);
        for (int i = 0; i < 10; i++) {
            assertThat(responses[i].getCertID()).isEqualTo(ids[i]);
        }
        assertThat(responses[0].getCertStatus()).isNull();
        assertThat(responses[4].getCertStatus()).isInstanceOf(RevokedStatus.class);
        assertThat(responses[9].getCertStatus()).isInstanceOf(UnknownStatus.class);
        CertificateID[] eleven = Arrays.copyOf(ids, 11);
        eleven[10] = ids[0];
        assertFails(OcspStatus.MALFORMED_REQUEST, request(null, eleven));
    }

    @Test
    void certificatesOfTwoIssuersInOneRequestAreUnauthorized() {
        assertFails(
                OcspStatus.UNAUTHORIZED,
                request(
                        null,
                        id(fixture.hierarchy.issuing, BigInteger.TEN),
                        id(fixture.hierarchy.root, BigInteger.TEN)));
    }

    @Test
    void anAuthorityWeDoNotHaveOrAHashWeDoNotKnowIsUnauthorized() {
        byte[] request = request(null, id(fixture.hierarchy.issuing, BigInteger.TEN));
        byte[] foreign = request.clone();
        // A bit of the issuer's name hash.
        byte[] nameHash = id(fixture.hierarchy.issuing, BigInteger.TEN).getIssuerNameHash();
        int at = indexOf(foreign, nameHash);
        foreign[at] ^= 1;
        assertFails(OcspStatus.UNAUTHORIZED, foreign);
        openssl.run("ocsp", "-issuer", "issuing.pem", "-sha512", "-serial", "10", "-no_nonce", "-reqout", "r512.der");
        assertFails(OcspStatus.UNAUTHORIZED, openssl.read("r512.der"));
    }

    @Test
    void whatIsNoRequestIsMalformed() {
        byte[] good = request(null, id(fixture.hierarchy.issuing, BigInteger.TEN));
        assertFails(OcspStatus.MALFORMED_REQUEST, new byte[0]);
        assertFails(OcspStatus.MALFORMED_REQUEST, new byte[] {0x30, 0});
        assertFails(OcspStatus.MALFORMED_REQUEST, new byte[4097]);
        assertFails(OcspStatus.MALFORMED_REQUEST, Arrays.copyOf(good, good.length - 1));
        assertFails(OcspStatus.MALFORMED_REQUEST, Arrays.copyOf(good, good.length + 1));
        assertFails(
                OcspStatus.MALFORMED_REQUEST, "GET / HTTP/1.1".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        byte[] nested = new byte[4000];
        for (int i = 0; i < nested.length; i += 2) {
            nested[i] = 0x30;
            nested[i + 1] = (byte) 0x80;
        }
        assertFails(OcspStatus.MALFORMED_REQUEST, nested);
    }

    @Test
    void anyOneChangedOctetNeverMakesUsThrow() {
        byte[] good = request(new byte[32], id(fixture.hierarchy.issuing, BigInteger.TEN));
        for (int at = 0; at < good.length; at++) {
            byte[] changed = good.clone();
            changed[at] ^= 0x55;
            assertThat(responder.answer(changed).status()).isNotEqualTo(OcspStatus.INTERNAL_ERROR);
        }
    }

    @Test
    void aNonceComesBackUnlessItIsLongAndAnImpossibleOneIsMalformed() {
        CertificateID id = id(fixture.hierarchy.issuing, BigInteger.TEN);
        byte[] nonce = new byte[32];
        Arrays.fill(nonce, (byte) 7);
        assertThat(nonceOf(responder.answer(request(nonce, id)))).isEqualTo(nonce);
        assertThat(nonceOf(responder.answer(request(new byte[1], id)))).isEqualTo(new byte[1]);
        assertThat(nonceOf(responder.answer(request(new byte[128], id)))).isNull();
        assertFails(OcspStatus.MALFORMED_REQUEST, request(new byte[0], id));
        assertFails(OcspStatus.MALFORMED_REQUEST, request(new byte[129], id));
    }

    @Test
    void goodAndRevokedWithoutNonceMayBeCachedAndNothingElse() {
        Issued good = status.issued();
        CertificateID known = id(fixture.hierarchy.issuing, new BigInteger(good.serial()));
        CertificateID unknown = id(fixture.hierarchy.issuing, TestHierarchy.serial());
        OcspAnswer answer = responder.answer(request(null, known));
        assertThat(answer.maxAge()).isEqualTo(Duration.ofSeconds(300));
        assertThat(answer.mayBeCached()).isTrue();
        assertThat(answer.nextUpdate())
                .isEqualTo(Objects.requireNonNull(answer.thisUpdate()).plus(1, ChronoUnit.HOURS));
        assertThat(responder.answer(request(null, unknown)).mayBeCached()).isFalse();
        assertThat(responder.answer(request(null, known, unknown)).mayBeCached())
                .isFalse();
        assertThat(responder.answer(request(new byte[16], known)).mayBeCached()).isFalse();
        assertThat(responder.answer(new byte[3]).mayBeCached()).isFalse();
    }

    @Test
    void aReleasedHoldIsGoodAgain() {
        Issued certificate = status.issued();
        status.changes.suspend(status.byOfficer(certificate));
        assertThat(statusOf(certificate.serial())).isInstanceOf(RevokedStatus.class);
        status.changes.release(status.byColleague(certificate));
        assertThat(statusOf(certificate.serial())).isSameAs(CertificateStatus.GOOD);
    }

    @Test
    void aTokenThatDoesNotSignMeansTryLaterAndOneThatSignsWronglyAnError() {
        byte[] request = request(null, id(fixture.hierarchy.issuing, BigInteger.TEN));
        assertThat(responder.answer(request).status()).isEqualTo(OcspStatus.SUCCESSFUL);
        fixture.shim.control("C_Sign error=0x30");
        assertFails(OcspStatus.TRY_LATER, request);
        fixture.shim.control("C_Sign flip");
        assertFails(OcspStatus.INTERNAL_ERROR, request);
        fixture.shim.clear();
        assertThat(responder.answer(request).status()).isEqualTo(OcspStatus.SUCCESSFUL);
    }

    @Test
    void aDatabaseThatIsAwayMeansTryLater() {
        Database closed = status.open(DatabaseRole.WEB);
        OcspResponder alone = new OcspResponder(
                closed,
                fixture.token,
                () -> Map.of(TestHierarchy.ISSUING, "ocsp-issuing"),
                OcspSettings.standard(),
                status.meters,
                clock);
        byte[] request = request(null, id(fixture.hierarchy.issuing, BigInteger.TEN));
        assertThat(alone.answer(request).status()).isEqualTo(OcspStatus.SUCCESSFUL);
        // Roles may log in again afterwards; only this pool's connections end and cannot be renewed.
        status.execute("ALTER ROLE segel_web NOLOGIN");
        try {
            status.execute("""
                    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                     WHERE usename = 'segel_web' AND datname = current_database()
                    """);
            OcspAnswer answer = alone.answer(request);
            assertThat(answer.status()).isEqualTo(OcspStatus.TRY_LATER);
            assertThat(answer.mayBeCached()).isFalse();
        } finally {
            status.execute("ALTER ROLE segel_web LOGIN");
            closed.close();
        }
    }

    @Test
    void aResponderCertificateOfAnotherAuthorityOrOneThatExpiredIsNotUsed() {
        byte[] request = request(null, id(fixture.hierarchy.issuing, BigInteger.TEN));
        assertThat(responder(Map.of(TestHierarchy.ISSUING, "ocsp-root"))
                        .answer(request)
                        .status())
                .isEqualTo(OcspStatus.INTERNAL_ERROR);
        assertThat(responder(Map.of(TestHierarchy.ISSUING, "issuing"))
                        .answer(request)
                        .status())
                .isEqualTo(OcspStatus.INTERNAL_ERROR);
        assertThat(responder(Map.of(TestHierarchy.ISSUING, "no-such-key"))
                        .answer(request)
                        .status())
                .isEqualTo(OcspStatus.TRY_LATER);
        Instant soon = Instant.now().truncatedTo(ChronoUnit.SECONDS).plusSeconds(60);
        fixture.hierarchy.responder("ocsp-short", fixture.hierarchy.issuing, soon);
        OcspResponder ending = responder(Map.of(TestHierarchy.ISSUING, "ocsp-short"));
        OcspAnswer answer = ending.answer(request);
        assertThat(answer.nextUpdate()).isEqualTo(soon);
        clock.advance(Duration.ofSeconds(61));
        assertThat(ending.answer(request).status()).isEqualTo(OcspStatus.INTERNAL_ERROR);
    }

    @Test
    void settingsBeyondTheStandardAreRefused() {
        assertThatThrownBy(() -> new OcspSettings(Duration.ofHours(25), Duration.ofSeconds(300)))
                .hasMessageContaining("validity");
        assertThatThrownBy(() -> new OcspSettings(Duration.ofHours(1), Duration.ofSeconds(301)))
                .hasMessageContaining("maxAge");
    }

    private void assertFails(OcspStatus expected, byte[] request) {
        OcspAnswer answer = responder.answer(request);
        assertThat(answer.status()).isEqualTo(expected);
        assertThat(answer.mayBeCached()).isFalse();
        try {
            OCSPResp parsed = new OCSPResp(answer.der());
            assertThat(parsed.getStatus()).isEqualTo(expected.code());
            assertThat(parsed.getResponseObject()).isNull();
        } catch (java.io.IOException | org.bouncycastle.cert.ocsp.OCSPException e) {
            throw new AssertionError(e);
        }
    }

    private static CertificateID id(TestHierarchy.Ca issuer, BigInteger serial) {
        try {
            DigestCalculator sha1 = new BcDigestCalculatorProvider()
                    .get(new AlgorithmIdentifier(org.bouncycastle.asn1.oiw.OIWObjectIdentifiers.idSHA1));
            return new CertificateID(sha1, new X509CertificateHolder(issuer.certificate()), serial);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] request(byte @Nullable [] nonce, CertificateID... ids) {
        try {
            OCSPReqBuilder builder = new OCSPReqBuilder();
            for (CertificateID id : ids) {
                builder.addRequest(id);
            }
            if (nonce != null) {
                builder.setRequestExtensions(new Extensions(new Extension(
                        OCSPObjectIdentifiers.id_pkix_ocsp_nonce, false, new DEROctetString(nonce).getEncoded())));
            }
            return builder.build().getEncoded();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static BasicOCSPResp basic(OcspAnswer answer) {
        try {
            return (BasicOCSPResp) new OCSPResp(answer.der()).getResponseObject();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte @Nullable [] nonceOf(OcspAnswer answer) {
        Extension extension = basic(answer).getExtension(OCSPObjectIdentifiers.id_pkix_ocsp_nonce);
        return extension == null
                ? null
                : ASN1OctetString.getInstance(extension.getParsedValue()).getOctets();
    }

    private static int indexOf(byte[] bytes, byte[] wanted) {
        for (int at = 0; at <= bytes.length - wanted.length; at++) {
            if (Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length)) {
                return at;
            }
        }
        throw new AssertionError("not there");
    }
}
