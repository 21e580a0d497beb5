package id.segel.ca.ceremony;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import id.segel.ca.authority.Authority;
import id.segel.ca.status.PublishedCrl;
import id.segel.hsm.Token;
import id.segel.hsm.TokenPurpose;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.asn1.x509.Certificate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The CRLs of a root whose key lives in a token of its own; each test goes on where the one before ended. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RootCrlCeremonyTest {
    private Room room;
    private Path directory;

    @BeforeAll
    void make(@TempDir Path directory) {
        this.directory = directory;
        room = new Room(directory);
    }

    @AfterAll
    void close() {
        room.close();
    }

    private static String crl(String what) {
        return """
                title: CRL of the root, %s
                operators: [Ani, Budi]
                witnesses: [Citra]
                rootCrl:
                  authority: rc-root
                %s
                """.formatted(System.nanoTime(), what.indent(2).stripTrailing());
    }

    private PublishedCrl complete() {
        return room.crls().complete("rc-root").orElseThrow();
    }

    private BigInteger serial(String authority) {
        return Certificate.getInstance(room.authority(authority).requireCertificate())
                .getSerialNumber()
                .getPositiveValue();
    }

    @Test
    @Order(1)
    void theFileThatMakesTheRootMakesItsFirstCrl() {
        String transcript = room.carryOut("""
                title: Hierarchy with an offline root
                operators: [Ani]
                backups:
                  - {keys: [rc-root, rc-first, rc-second], backup: none, reason: A test may lose its keys}
                authorities:
                  - name: rc-root
                    token: root
                    key: {label: rc-root, spec: RSA_3072}
                    subject: [{C: ID}, {CN: Offline Root}]
                    profile: root-ca
                  - name: rc-first
                    issuer: rc-root
                    key: {label: rc-first, spec: EC_P256}
                    subject: [{C: ID}, {CN: First}]
                    profile: issuing-ca
                  - name: rc-second
                    issuer: rc-root
                    key: {label: rc-second, spec: EC_P256}
                    subject: [{C: ID}, {CN: Second}]
                    profile: issuing-ca
                rootCrl: {authority: rc-root, months: 12}
                """);
        PublishedCrl crl = complete();
        assertThat(transcript)
                .contains(
                        "CRL of rc-root, number 1: thisUpdate " + crl.thisUpdate() + ", nextUpdate " + crl.nextUpdate())
                .contains("http://pki.example.test/pki/rc-root.crl", "http://pki.example.test/pki/rc-root/0.crl");
        assertThat(crl.nextUpdate())
                .isEqualTo(
                        crl.thisUpdate().atOffset(ZoneOffset.UTC).plusMonths(12).toInstant());
        assertThat(openssl(
                        "crl", "-inform", "DER", "-in", write("1.crl", crl.der()), "-noout", "-CAfile", pem("rc-root")))
                .contains("verify OK");
    }

    @Test
    @Order(2)
    void aSubordinateIsRevokedAndIssuesNoMoreAndOpensslSeesIt() {
        String file = crl("""
                nextUpdate: %s
                revoke:
                  - {serial: "%s", reason: cACompromise, date: %s}
                """.formatted(
                        Instant.now().plus(200, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS),
                        serial("rc-first").toString(16),
                        Instant.now().truncatedTo(ChronoUnit.SECONDS)));
        assertThat(room.ceremony(null).dryRun(file, false))
                .contains("REVOKES C=ID,CN=First", "cACompromise", "Its authority issues nothing from then on");
        assertThat(room.authority("rc-first").state()).isEqualTo(Authority.State.ACTIVE);
        String transcript = room.carryOut(file);
        assertThat(transcript).contains("Revoked: C=ID,CN=First", "Signature: by key rc-root");
        assertThat(room.authority("rc-first").state()).isEqualTo(Authority.State.COMPROMISED);
        assertThat(complete().number()).isEqualTo(2);
        String crl = writePem("2.crl.pem", "X509 CRL", complete().der());
        assertThat(openssl("verify", "-crl_check", "-CAfile", pem("rc-root"), "-CRLfile", crl, pem("rc-first")))
                .contains("certificate revoked");
        assertThat(openssl("verify", "-crl_check", "-CAfile", pem("rc-root"), "-CRLfile", crl, pem("rc-second")))
                .endsWith("OK\n");
        assertThatThrownBy(() -> room.carryOut("""
                        title: Under a CA that ended
                        operators: [Ani]
                        responders:
                          - authority: rc-first
                            key: {label: rc-ocsp, spec: EC_P256}
                            subject: [{CN: Responder}]
                            profile: ocsp-responder
                        """)).hasMessageContaining("COMPROMISED");
    }

    @Test
    @Order(3)
    void whatCannotBeIsRefusedBeforeAnythingIsRevokedOrSigned() {
        assertThatThrownBy(() -> CeremonyFile.parse(crl("months: 13"))).hasMessageContaining("1 to 12 are allowed");
        assertThatThrownBy(
                        () -> CeremonyFile.parse(crl("revoke: [{serial: xyz, reason: certificateHold, date: today}]")))
                .hasMessageContaining("either nextUpdate or months")
                .hasMessageContaining("\"xyz\" is no serial number")
                .hasMessageContaining("\"today\" is no time");
        assertThatThrownBy(() -> room.carryOut(crl("nextUpdate: 2099-01-01T00:00:00Z")))
                .hasMessageContaining("more than 12 months");
        assertThatThrownBy(() -> room.carryOut(crl("""
                        months: 3
                        revoke:
                          - {serial: "%s", reason: superseded}
                          - {serial: "%s", reason: superseded}
                          - {serial: "%s", reason: superseded, date: 2001-01-01T00:00:00Z}
                          - {serial: "00ff", reason: superseded}
                        """.formatted(
                                serial("rc-root").toString(16),
                                serial("rc-first").toString(16),
                                serial("rc-second").toString(16)))))
                .hasMessageContaining("is not a subordinate's")
                .hasMessageContaining("is REVOKED already")
                .hasMessageContaining("must lie between")
                .hasMessageContaining("issued no certificate with the serial number 00ff");
        assertThatThrownBy(() -> room.carryOut(crl("months: 3").replace("rc-root", "rc-second")))
                .hasMessageContaining("rc-second is no root and the service reaches its key");
        Token root = room.tokens.remove(TokenPurpose.ROOT);
        try {
            assertThatThrownBy(() -> room.carryOut(crl("months: 3")))
                    .hasMessageContaining("the ceremony needs the root token");
        } finally {
            room.tokens.put(TokenPurpose.ROOT, java.util.Objects.requireNonNull(root));
        }
        assertThat(complete().number()).isEqualTo(2);
        assertThat(room.authority("rc-second").state()).isEqualTo(Authority.State.ACTIVE);
    }

    @Test
    @Order(4)
    void aCrlFromAFileGoesThroughTheSameGate() throws IOException {
        byte[] old = complete().der();
        room.carryOut(crl("months: 2"));
        Files.write(directory.resolve("old.crl"), old);
        assertThatThrownBy(() -> room.carryOut("""
                        title: Import
                        operators: [Ani]
                        importCrl: {authority: rc-root, file: old.crl}
                        """))
                .hasMessageContaining("its number 2 is not above 3")
                .hasMessageContaining("Nothing was made");
        // A CRL that this database has not seen: as if it had been signed elsewhere.
        byte[] newest = complete().der();
        Files.writeString(
                directory.resolve("new.crl"),
                "-----BEGIN X509 CRL-----\n" + java.util.Base64.getMimeEncoder().encodeToString(newest)
                        + "\n-----END X509 CRL-----\n");
        room.superuser().useHandle(handle -> {
            handle.execute("DELETE FROM crl WHERE number = 3");
            handle.execute("UPDATE authority SET last_crl_number = 2 WHERE name = 'rc-root'");
        });
        assertThat(room.carryOut("""
                        title: Import of what was made elsewhere
                        operators: [Ani]
                        importCrl: {authority: rc-root, file: new.crl}
                        """)).contains("CRL of rc-root, number 3", "served as rc-root");
        assertThat(complete().der()).isEqualTo(newest);
        assertThat(room.count("SELECT last_crl_number FROM authority WHERE name = 'rc-root'"))
                .isEqualTo(3);
    }

    private String write(String name, byte[] bytes) {
        try {
            return Files.write(directory.resolve(name), bytes).toString();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private String writePem(String name, String label, byte[] der) {
        return write(
                name,
                ("-----BEGIN " + label + "-----\n"
                                + java.util.Base64.getMimeEncoder().encodeToString(der) + "\n-----END " + label
                                + "-----\n")
                        .getBytes(StandardCharsets.US_ASCII));
    }

    private String pem(String authority) {
        return writePem(
                authority + ".pem", "CERTIFICATE", room.authority(authority).requireCertificate());
    }

    private static String openssl(String... arguments) {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            return output;
        } catch (IOException e) {
            throw new AssertionError("openssl cannot be run; install it", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
