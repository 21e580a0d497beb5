package id.segel.lock;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Step 8 over real HTTP. */
class FetchTest {

    private static final TestAuthority AUTHORITY = new TestAuthority();
    private static final String[] FETCH = {
        "fetch", "--receipt", "@receipt.json", "--key", "@key.pem", "--out", "@c.pem", "--chain", "@chain.pem"
    };

    @TempDir
    Path directory;

    private Pc pc;
    private AmsServer server;
    private PublicKey publicKey = AUTHORITY.signerKey.getPublic();

    @BeforeEach
    void aReceiptAndAServer() throws Exception {
        server = new AmsServer();
        pc = new Pc(directory);
        pc.write("e", AUTHORITY.enrolment(server.address(), payload -> {}));
        pc.quickKey("key.pem");
        assertThat(pc.lock("csr", "--enrolment", "@e", "--key", "@key.pem", "--out", "@r.csr"))
                .isZero();
        pc.openssl("req", "-in", "r.csr", "-outform", "DER", "-out", "r.der");
        publicKey = new JcaPKCS10CertificationRequest(Files.readAllBytes(pc.file("r.der"))).getPublicKey();
        new Receipt(
                        TestAuthority.NUMBER,
                        server.address(),
                        TestAuthority.RECEIPT_TOKEN,
                        "2027-01-01T00:00:00Z",
                        List.of(AUTHORITY.root, AUTHORITY.issuing))
                .write(pc.file("receipt.json"));
    }

    @AfterEach
    void close() {
        server.close();
    }

    private void thenCertificate(X509Certificate... certificates) throws Exception {
        StringBuilder pem = new StringBuilder();
        for (X509Certificate certificate : certificates) {
            pem.append(Pem.encode("CERTIFICATE", certificate.getEncoded()));
        }
        server.then((seen, exchange) -> AmsServer.send(
                exchange, 200, "application/x-pem-file", pem.toString().getBytes(US_ASCII)));
    }

    @Test
    void theCertificateIsFetchedCheckedAndStored() throws Exception {
        server.thenState("ISSUED", "Diterbitkan");
        thenCertificate(AUTHORITY.subscriber(publicKey), AUTHORITY.issuing);
        assertThat(pc.lock(FETCH)).as(pc.err()).isZero();

        assertThat(server.seen)
                .extracting(AmsServer.Seen::path)
                .containsExactly(
                        "/api/v1/applications/OSD-2026-000123/state",
                        "/api/v1/applications/OSD-2026-000123/certificate");
        assertThat(server.seen)
                .allMatch(seen -> seen.header("Authorization").equals("Bearer " + TestAuthority.RECEIPT_TOKEN));
        assertThat(server.seen.get(1).header("Accept")).startsWith("application/x-pem-file");
        assertThat(pc.openssl(
                        "verify",
                        "-attime",
                        String.valueOf(TestAuthority.NOW.getEpochSecond()),
                        "-x509_strict",
                        "-CAfile",
                        "chain.pem",
                        "c.pem"))
                .contains("c.pem: OK");
        pc.openssl("x509", "-in", "c.pem", "-pubkey", "-noout", "-out", "c.pub");
        pc.openssl("pkey", "-in", "key.pem", "-passin", "pass:" + Pc.PASSPHRASE, "-pubout", "-out", "k.pub");
        assertThat(pc.read("c.pub")).isEqualTo(pc.read("k.pub"));
        assertThat(pc.out()).contains("Status permohonan OSD-2026-000123: Diterbitkan", "rantainya terverifikasi");
    }

    @Test
    void onAnotherPcTheRequestTakesThePlaceOfTheKey() throws Exception {
        server.thenState("COMPLETED", "Selesai");
        thenCertificate(AUTHORITY.subscriber(publicKey));
        assertThat(pc.lock("fetch", "--receipt", "@receipt.json", "--csr", "@r.csr", "--out", "@c.pem"))
                .as(pc.err())
                .isZero();
        assertThat(pc.has("c.pem")).isTrue();
    }

    @Test
    void itWaitsUntilTheCertificateIsThere() throws Exception {
        server.thenState("SUBMITTED", "Menunggu Verifikasi")
                .thenState("SUBMITTED", "Menunggu Verifikasi")
                .thenRefusal(503, Map.of("detail", "sibuk"))
                .thenState("IN_REVIEW", "Dalam Verifikasi")
                .thenState("ISSUED", "Diterbitkan");
        thenCertificate(AUTHORITY.subscriber(publicKey), AUTHORITY.issuing);
        assertThat(pc.lock(
                        "fetch", "--receipt", "@receipt.json", "--key", "@key.pem", "--out", "@c.pem", "--wait", "60"))
                .as(pc.err())
                .isZero();
        assertThat(pc.pauses)
                .containsExactly(
                        Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4), Duration.ofSeconds(8));
        assertThat(pc.out()).containsOnlyOnce("Menunggu Verifikasi").containsOnlyOnce("Dalam Verifikasi");
    }

    @Test
    void itStopsWaitingWhenTheTimeIsUp() {
        server.thenState("SUBMITTED", "Menunggu Verifikasi");
        assertThat(pc.lock(
                        "fetch", "--receipt", "@receipt.json", "--key", "@key.pem", "--out", "@c.pem", "--wait", "10"))
                .isEqualTo(1);
        assertThat(pc.err()).contains("belum terbit", "Menunggu Verifikasi");
        assertThat(pc.pauses.stream().mapToLong(Duration::toSeconds).sum()).isEqualTo(10);
        assertThat(pc.has("c.pem")).isFalse();
    }

    @Test
    void withoutWaitingItLooksOnce() {
        server.thenState("APPROVED", "Disetujui");
        assertThat(pc.lock(FETCH)).isEqualTo(1);
        assertThat(pc.err()).contains("belum terbit", "--wait");
        assertThat(server.seen).hasSize(1);
    }

    @Test
    void anApplicationThatEndedIsSaidToHave() {
        server.thenState("REJECTED", "Ditolak");
        assertThat(pc.lock(
                        "fetch", "--receipt", "@receipt.json", "--key", "@key.pem", "--out", "@c.pem", "--wait", "99"))
                .isEqualTo(1);
        assertThat(pc.err()).contains("berakhir tanpa sertifikat", "Ditolak");
        assertThat(server.seen).hasSize(1);
    }

    @Test
    void aTokenThatIsNoLongerTakenIsSaid() {
        server.thenRefusal(401, Map.of("detail", "Tanda terima kedaluwarsa."));
        assertThat(pc.lock(FETCH)).isEqualTo(1);
        assertThat(pc.err()).contains("(status 401): Tanda terima kedaluwarsa.");
    }

    @Test
    void aCertificateForAnotherKeyIsNotStored() throws Exception {
        server.thenState("ISSUED", "Diterbitkan");
        thenCertificate(AUTHORITY.subscriber(AUTHORITY.rootKey.getPublic()), AUTHORITY.issuing);
        assertThat(pc.lock(FETCH)).isEqualTo(1);
        assertThat(pc.err()).contains("bukan untuk kunci ini");
        assertThat(pc.has("c.pem")).isFalse();
        assertThat(pc.has("chain.pem")).isFalse();
    }

    @Test
    void aCertificateOfAnotherAuthorityIsNotStored() throws Exception {
        TestAuthority other = new TestAuthority();
        server.thenState("ISSUED", "Diterbitkan");
        thenCertificate(other.subscriber(publicKey), other.issuing, other.root);
        assertThat(pc.lock(FETCH)).isEqualTo(1);
        assertThat(pc.err()).contains("tidak terhubung ke sertifikat akar");
        assertThat(pc.has("c.pem")).isFalse();
    }

    @Test
    void whatIsNoCertificateIsSaidToBe() {
        server.thenState("ISSUED", "Diterbitkan");
        server.then((seen, exchange) -> AmsServer.send(exchange, 200, "text/html", "<html>".getBytes(US_ASCII)));
        assertThat(pc.lock(FETCH)).isEqualTo(1);
        assertThat(pc.err()).contains("tidak dapat dimengerti (status 200, PEM)");
    }

    @Test
    void filesAreOverwrittenOnlyWhenForced() throws Exception {
        pc.write("c.pem", "lama");
        assertThat(pc.lock(FETCH)).isEqualTo(1);
        assertThat(pc.err()).contains("c.pem sudah ada", "--force");
        assertThat(server.seen).isEmpty();
        assertThat(pc.read("c.pem")).isEqualTo("lama");

        server.thenState("ISSUED", "Diterbitkan");
        thenCertificate(AUTHORITY.subscriber(publicKey), AUTHORITY.issuing);
        assertThat(pc.lock("fetch", "--receipt", "@receipt.json", "--csr", "@r.csr", "--out", "@c.pem", "--force"))
                .isZero();
        assertThat(pc.read("c.pem")).contains("BEGIN CERTIFICATE");
    }

    @Test
    void aWrongPassphraseIsSaidBeforeTheServerIsAsked() {
        pc.environment.put(Passphrase.ENVIRONMENT, "bukan-frasa-yang-benar");
        assertThat(pc.lock(FETCH)).isEqualTo(1);
        assertThat(pc.err()).contains("Frasa sandi untuk");
        assertThat(server.seen).isEmpty();
    }

    @Test
    void aDamagedReceiptIsSaidToBe() throws Exception {
        pc.write("receipt.json", "{\"applicationNumber\":\"OSD-2026-000123\"}");
        assertThat(pc.lock(FETCH)).isEqualTo(1);
        assertThat(pc.err()).contains("rusak (token)", "Jalankan lagi lock send");
    }
}
