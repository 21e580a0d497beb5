package id.segel.ca.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import id.segel.ca.authority.Authority;
import id.segel.ca.authority.AuthorityKey;
import id.segel.ca.status.StatusFixture.Issued;
import id.segel.ca.store.SqlArrays;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** CRLs that come as files: of our own root, kept apart, and of an issuer outside. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CrlImportTest {
    private SigningFixture shared;
    private SigningFixture fixture;
    private StatusFixture status;
    private CrlImport imports;

    @BeforeAll
    void openToken(@TempDir Path directory) {
        shared = new SigningFixture(directory);
    }

    @AfterAll
    void closeToken() {
        shared.close();
    }

    @BeforeEach
    void openDatabase() {
        fixture = new SigningFixture(shared);
        status = fixture.status;
        StatusChanges changes = new StatusChanges(
                status.issuer, status.audit, (handle, change, person, application, issuer, serial) -> {});
        imports = new CrlImport(status.issuer, changes, status.audit, fixture.locations);
    }

    @AfterEach
    void closeDatabase() {
        fixture.close();
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS);
    }

    private static CrlEntry entry(Issued certificate, int reason) {
        return new CrlEntry(certificate.serial(), now().minusSeconds(60), reason, 0, now().plusSeconds(60));
    }

    /** As the root would make it in its safe. */
    private byte[] byRoot(
            long number, Instant thisUpdate, Instant nextUpdate, @Nullable Integer shard, CrlEntry... entries) {
        Authority root = fixture.authorities.get(status.root);
        CrlScope scope = new CrlScope(root, shard);
        AuthorityKey key = new AuthorityKey(fixture.hierarchy.root.key(), root.scheme(), root.spki());
        byte[] tbs = CrlEncoder.tbs(
                root,
                key.algorithm(),
                number,
                thisUpdate,
                nextUpdate,
                scope.distributionPoint(fixture.locations),
                List.of(entries));
        CrlIntent intent = new CrlIntent(0, scope, number, thisUpdate, nextUpdate, entries.length, tbs);
        return CrlEncoder.signed(tbs, key.algorithm(), key.sign(new CrlPermit(intent)));
    }

    private byte[] byRoot(long number, CrlEntry... entries) {
        return byRoot(number, now(), now().plus(300, ChronoUnit.DAYS), null, entries);
    }

    @Test
    void theRootsCrlIsTakenInAsPemAndServedAndTheNextNumberIsAboveIt() {
        byte[] der = byRoot(41);
        String pem = "-----BEGIN X509 CRL-----\n"
                + java.util.Base64.getMimeEncoder().encodeToString(der) + "\n-----END X509 CRL-----\n";
        CrlImport.Imported imported = imports.take(TestHierarchy.ROOT, pem.getBytes(StandardCharsets.US_ASCII));
        assertThat(imported.served()).isEqualTo("induk-uji");
        assertThat(imported.number()).isEqualTo(41);
        PublishedCrl served = fixture.store.complete(TestHierarchy.ROOT).orElseThrow();
        assertThat(served.der()).isEqualTo(der);
        assertThat(imports.take(TestHierarchy.ROOT, byRoot(41, now(), now().plusSeconds(600), 0))
                        .served())
                .isEqualTo("induk-uji/0");
        assertThat(fixture.crls.issue(status.root).number()).isEqualTo(42);
        assertThat(status.events("crl", "induk-uji").get(0)).contains("crl.imported", "\"number\":\"41\"");
    }

    @Test
    void whatStandsOnItIsRevokedHereAndTheSubordinateEnds() {
        Issued subordinate = status.issuingCertificate();
        CrlImport.Imported imported = imports.take(TestHierarchy.ROOT, byRoot(1, entry(subordinate, 1)));
        assertThat(imported.revoked()).containsExactly(subordinate.hex());
        assertThat(status.state(subordinate)).isEqualTo("REVOKED");
        assertThat(status.one(String.class, "SELECT state FROM authority WHERE id = ?", status.issuing))
                .isEqualTo("COMPROMISED");
        // The shard does not show it yet, so the request stands until that comes too.
        assertThat(status.isCrlRequested(status.root)).isTrue();
        imports.take(TestHierarchy.ROOT, byRoot(1, now(), now().plusSeconds(600), 0, entry(subordinate, 1)));
        assertThat(status.isCrlRequested(status.root)).isFalse();
    }

    @Test
    void oneThatLacksWhatIsRevokedHereIsRefused() {
        Issued subordinate = status.issuingCertificate();
        imports.take(TestHierarchy.ROOT, byRoot(1, entry(subordinate, 4)));
        assertThatThrownBy(() -> imports.take(TestHierarchy.ROOT, byRoot(2)))
                .hasMessageContaining("certificates that are revoked here are missing")
                .hasMessageContaining("entries of CRL 1 are missing without expiry");
        assertThat(fixture.store.complete(TestHierarchy.ROOT).orElseThrow().number())
                .isEqualTo(1);
    }

    @Test
    void theCrlOfAnotherCaIsRefusedAndTheRefusalIsAudited() {
        fixture.crls.issue(status.issuing);
        byte[] another =
                fixture.store.complete(TestHierarchy.ISSUING).orElseThrow().der();
        assertThatThrownBy(() -> imports.take(TestHierarchy.ROOT, another))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("its issuer is C=ID,O=Uji,CN=OSD LU Kelas 2 (UJI), not")
                .hasMessageContaining("its signature does not verify");
        assertThat(fixture.store.complete(TestHierarchy.ROOT)).isEmpty();
        assertThat(status.events("crl", "induk-uji")).singleElement().asString().contains("crl.refused", "fileSha256");
    }

    @Test
    void aBitThatTurnedIsSeen() {
        byte[] der = byRoot(1);
        der[der.length - 20] ^= 1;
        assertThatThrownBy(() -> imports.take(TestHierarchy.ROOT, der)).hasMessageContaining("does not verify");
    }

    @Test
    void numbersAndTimesGoForward() {
        imports.take(TestHierarchy.ROOT, byRoot(7));
        assertThatThrownBy(() -> imports.take(TestHierarchy.ROOT, byRoot(7)))
                .hasMessageContaining("its number 7 is not above 7");
        assertThatThrownBy(() -> imports.take(
                        TestHierarchy.ROOT, byRoot(8, now().minusSeconds(9_000), now().minusSeconds(60), null)))
                .hasMessageContaining("it was out of date at")
                .hasMessageContaining("is before the published");
        assertThatThrownBy(() ->
                        imports.take(TestHierarchy.ROOT, byRoot(8, now(), now().plus(380, ChronoUnit.DAYS), null)))
                .hasMessageContaining("more than 12 months");
        assertThatThrownBy(() -> imports.take(
                        TestHierarchy.ROOT, byRoot(8, now().plusSeconds(3_600), now().plusSeconds(7_200), null)))
                .hasMessageContaining("lies in the future");
    }

    @Test
    void anotherDistributionPointIsRefused() {
        status.execute("UPDATE authority SET crl_shards = 5 WHERE id = ?", status.root);
        byte[] fourth = byRoot(1, now(), now().plusSeconds(600), 4);
        status.execute("UPDATE authority SET crl_shards = 1 WHERE id = ?", status.root);
        assertThatThrownBy(() -> imports.take(TestHierarchy.ROOT, fourth))
                .hasMessageContaining("its distribution point is none of induk-uji's");
    }

    @Test
    void whatIsNoCrlIsRefusedWithASentence() {
        for (String text : List.of("", "hello", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")) {
            assertThatThrownBy(() -> imports.take(TestHierarchy.ROOT, text.getBytes(StandardCharsets.US_ASCII)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("Give one CRL");
        }
        byte[] trailing = java.util.Arrays.copyOf(byRoot(1), byRoot(1).length + 9);
        assertThatThrownBy(() -> imports.take(TestHierarchy.ROOT, trailing))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> imports.take("nobody", new byte[1])).hasMessageContaining("no authority nobody");
    }

    @Test
    void aDeltaOrACrlWithAnUnknownCriticalExtensionIsRefused() throws Exception {
        Outside outside = new Outside();
        byte[] delta = outside.crl(
                1,
                List.of(),
                builder -> builder.addExtension(Extension.deltaCRLIndicator, true, new CRLNumber(BigInteger.ONE)));
        assertThatThrownBy(() -> imports.take(TestHierarchy.ROOT, delta)).hasMessageContaining("delta CRL");
        byte[] unknown = outside.crl(
                1,
                List.of(),
                builder -> builder.addExtension(new ASN1ObjectIdentifier("2.25.1"), true, DERNull.INSTANCE));
        assertThatThrownBy(() -> imports.take(TestHierarchy.ROOT, unknown))
                .hasMessageContaining("critical extension 2.25.1");
    }

    @Test
    void theCrlOfAnIssuerOutsideIsKeptWatchedAndEndsTheAuthorityItRevokes() throws Exception {
        Outside outside = new Outside();
        outside.certifies(status.issuing);
        CrlImport.Imported first = imports.take(TestHierarchy.ISSUING, outside.crl(5, List.of(), builder -> {}));
        assertThat(first.issuer()).isEqualTo("CN=Root Outside");
        assertThat(first.served()).isNull();
        CrlSchedule schedule = new CrlSchedule(
                status.issuer, fixture.crls, CrlSettings.standard(), status.meters, java.time.Clock.systemUTC());
        schedule.tick();
        assertThat(schedule.complaints()).isEmpty();
        assertThat(fixture.store.complete(TestHierarchy.ISSUING).orElseThrow().number())
                .as("the authority's own CRL is another matter")
                .isEqualTo(1);
        assertThatThrownBy(() -> imports.take(TestHierarchy.ISSUING, outside.crl(5, List.of(), builder -> {})))
                .hasMessageContaining("not above 5");
        Outside impostor = new Outside();
        assertThatThrownBy(() -> imports.take(TestHierarchy.ISSUING, impostor.crl(6, List.of(), builder -> {})))
                .hasMessageContaining("does not verify");

        BigInteger serial = OutsideCrls.serialOf(fixture.authorities.get(status.issuing));
        CrlImport.Imported second = imports.take(TestHierarchy.ISSUING, outside.crl(6, List.of(serial), builder -> {}));
        assertThat(second.revoked()).containsExactly(serial.toString(16));
        assertThat(status.one(String.class, "SELECT state FROM authority WHERE id = ?", status.issuing))
                .isEqualTo("RETIRED");
        assertThat(status.events("authority", "osd-uji"))
                .singleElement()
                .asString()
                .contains("authority.ended");
        assertThatThrownBy(() -> imports.take(TestHierarchy.ISSUING, outside.crl(7, List.of(), builder -> {})))
                .hasMessageContaining("stood on CRL 6 and is missing");
    }

    /** A root in software that is no authority here. */
    private final class Outside {
        private final X500Name name = new X500Name("CN=Root Outside");
        private final KeyPair pair;
        private final ContentSigner signer;
        private final byte[] certificate;

        Outside() throws Exception {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(384);
            pair = generator.generateKeyPair();
            signer = new JcaContentSignerBuilder("SHA384withECDSA").build(pair.getPrivate());
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    name,
                    BigInteger.TEN,
                    Date.from(now()),
                    Date.from(now().plus(900, ChronoUnit.DAYS)),
                    name,
                    pair.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
            certificate = builder.build(signer).getEncoded();
        }

        /** As importing its answer to our CSR would leave it. */
        void certifies(int authority) {
            status.superuser()
                    .useHandle(handle -> handle.createUpdate("""
                            UPDATE authority SET issuer_id = NULL, external_issuer = true, issuer_chain = :chain WHERE id = :id
                            """)
                            .bind("chain", SqlArrays.of("bytea", new byte[][] {certificate}))
                            .bind("id", authority)
                            .execute());
        }

        byte[] crl(long number, List<BigInteger> revoked, Shape shape) throws Exception {
            X509v2CRLBuilder builder = new X509v2CRLBuilder(name, Date.from(now()));
            builder.setNextUpdate(Date.from(now().plus(180, ChronoUnit.DAYS)));
            builder.addExtension(Extension.cRLNumber, false, new CRLNumber(BigInteger.valueOf(number)));
            for (BigInteger serial : new ArrayList<>(revoked)) {
                builder.addCRLEntry(serial, Date.from(now()), 4);
            }
            shape.on(builder);
            return builder.build(signer).getEncoded();
        }
    }

    private interface Shape {
        void on(X509v2CRLBuilder builder) throws Exception;
    }
}
