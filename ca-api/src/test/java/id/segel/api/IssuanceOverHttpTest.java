package id.segel.api;

import static id.segel.api.Walk.require;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import id.segel.ca.person.Role;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPReqBuilder;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The eight steps over HTTP, to a certificate that openssl accepts, and its status afterwards. */
class IssuanceOverHttpTest {
    private static final String CA = "osd-lu-kelas-2-uji-g1";

    private final RunningService service = RunningService.shared();
    private final Walk walk = new Walk(service);

    private final Path directory;

    IssuanceOverHttpTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void anApprovedApplicationBecomesACertificateThatOpensslAccepts() throws Exception {
        TestAccount applicant = service.newApplicant();
        KeyPair key = Samples.ecKey();
        String number = walk.submit(applicant, key);
        Answer decided = walk.approve(service.as(Role.OFFICER), number);

        assertThat(decided.json().path("state").asText()).isEqualTo("ISSUED");
        assertThat(decided.header("Preference-Applied")).isEqualTo("wait");
        ApiClient owner = service.as(applicant);
        JsonNode shown = owner.get("/api/v1/applications/" + number).json().path("certificate");
        assertThat(shown.path("serial").asText())
                .isEqualTo(decided.json().path("certificate").path("serial").asText())
                .matches("([0-9a-f]{2})+");

        Answer download = require(
                owner.get("/api/v1/applications/" + number + "/certificate", "Accept", "application/x-pem-file"), 200);
        assertThat(download.header("Content-Disposition"))
                .isEqualTo("attachment; filename=\"" + number + "-"
                        + shown.path("serial").asText() + ".crt\"");
        assertThat(download.header("X-Content-Type-Options")).isEqualTo("nosniff");
        Path leaf = Files.write(directory.resolve("certificate.pem"), download.body());
        List<X509Certificate> certificates = certificates(download.body());
        assertThat(certificates).hasSize(2);
        assertThat(certificates.get(0).getPublicKey()).isEqualTo(key.getPublic());
        assertThat(certificates.get(0).getSubjectX500Principal().getName()).contains("CN=" + applicant.fullName());
        assertThat(openssl("verify", "-x509_strict", "-CAfile", chain().toString(), leaf.toString()))
                .endsWith(": OK");
        assertThat(owner.get("/api/v1/applications/" + number)
                        .json()
                        .path("state")
                        .asText())
                .isEqualTo("COMPLETED");
    }

    @Test
    void theCertificateComesInEveryFormAsked() throws Exception {
        TestAccount applicant = service.newApplicant();
        String path = "/api/v1/applications/" + walk.issue(applicant) + "/certificate";
        ApiClient owner = service.as(applicant);

        Answer der = require(owner.get(path, "Accept", "application/pkix-cert"), 200);
        assertThat(der.header("Content-Type")).isEqualTo("application/pkix-cert");
        Path pkcs7 = directory.resolve("chain.p7c");
        Answer cms = require(owner.get(path, "Accept", "application/pkcs7-mime"), 200);
        assertThat(cms.header("Content-Type")).startsWith("application/pkcs7-mime");
        Files.write(pkcs7, cms.body());

        assertThat(new X509CertificateHolder(der.body()).getSerialNumber())
                .isEqualTo(certificates(require(owner.get(path), 200).body())
                        .get(0)
                        .getSerialNumber());
        assertThat(openssl("pkcs7", "-inform", "DER", "-print_certs", "-in", pkcs7.toString())
                        .lines()
                        .filter(line -> line.startsWith("subject")))
                .hasSize(3);
        assertThat(owner.get(path, "Accept", "text/html").problem()).isEqualTo("not-acceptable");
    }

    @Test
    void suspendingShowsInOcspAndInTheCrlOfTheCertificatesOwnAddress() throws Exception {
        TestAccount applicant = service.newApplicant();
        String number = walk.issue(applicant);
        X509Certificate certificate = certificates(
                        require(service.as(applicant).get("/api/v1/applications/" + number + "/certificate"), 200)
                                .body())
                .get(0);
        ApiClient officer = service.as(Role.OFFICER);
        String serial = certificate.getSerialNumber().toString(16).toUpperCase(java.util.Locale.ROOT);
        assertThat(ocsp(certificate.getSerialNumber())).isNull();

        Answer suspended = require(
                officer.postJson("/admin/v1/certificates/00" + serial + "/suspend", "{\"note\":\"kunci hilang\"}"),
                200);
        Answer again = require(officer.postJson("/admin/v1/certificates/" + serial + "/suspend", "{}"), 200);

        assertThat(suspended.json().path("state").asText()).isEqualTo("HELD");
        assertThat(suspended.json().path("reason").asText()).isEqualTo("certificateHold");
        assertThat(again.json()).isEqualTo(suspended.json());
        assertThat(ocsp(certificate.getSerialNumber())).isInstanceOf(RevokedStatus.class);
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> crl(CA + "/0").getRevokedCertificate(certificate) != null);
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> crl(CA).getRevokedCertificate(certificate) != null);
    }

    @Test
    void publicFilesCanBeCachedAndAskedForAgain() throws Exception {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> service.anybody().get("/pki/" + CA + ".crl").status() == 200);
        for (String path : List.of(
                "/pki/" + CA + ".crt", "/pki/" + CA + ".crl", "/pki/root-uji-g1.crl", "/pki/" + CA + "/0.crl")) {
            Answer first = require(service.anybody().get(path), 200);
            assertThat(first.header("Cache-Control")).as(path).contains("max-age");
            assertThat(first.header("ETag")).as(path).isNotEmpty();
            assertThat(service.anybody()
                            .get(path, "If-None-Match", first.header("ETag"))
                            .status())
                    .as(path)
                    .isEqualTo(304);
        }
        assertThat(service.anybody().get("/pki/no-such-ca.crt").problem()).isEqualTo("not-found");
        assertThat(service.anybody().get("/pki/" + CA + "/999.crl").problem()).isEqualTo("not-found");
    }

    @Test
    void ocspAnswersByGetWithSlashesInTheBase64() throws Exception {
        int withSlash = 0;
        for (int i = 0; i < 60 && withSlash < 2; i++) {
            byte[] request = ocspRequest(
                    BigInteger.valueOf(0x7f00ff00L + i).shiftLeft(100).add(BigInteger.valueOf(System.nanoTime())));
            String base64 = Base64.getEncoder().encodeToString(request);
            if (base64.contains("/")) {
                withSlash++;
                for (String written : List.of(
                        base64, base64.replace("/", "%2F").replace("+", "%2B").replace("=", "%3D"))) {
                    Answer answer = require(service.anybody().get("/pki/ocsp/" + written), 200);
                    assertThat(answer.header("Content-Type")).isEqualTo("application/ocsp-response");
                    assertThat(new OCSPResp(answer.body()).getStatus()).isEqualTo(OCSPResp.SUCCESSFUL);
                }
            }
        }
        assertThat(withSlash).isEqualTo(2);
        Answer broken = require(service.anybody().get("/pki/ocsp/not-an-ocsp-request"), 200);
        assertThat(new OCSPResp(broken.body()).getStatus()).isEqualTo(OCSPResp.MALFORMED_REQUEST);
        assertThat(broken.header("Cache-Control")).isEqualTo("no-store");
    }

    @Test
    void theApplicantIsToldOnTheDashboardAndByMail() throws Exception {
        TestAccount applicant = service.newApplicant();
        String number = walk.issue(applicant);

        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> mails().anyMatch(mail -> mail.contains(number)));
        JsonNode notices = require(service.as(applicant).get("/api/v1/notices"), 200)
                .json()
                .path("items");
        List<String> kinds = new ArrayList<>();
        notices.forEach(notice -> kinds.add(notice.path("kind").asText()));
        assertThat(kinds).startsWith("ISSUED");
    }

    private java.util.stream.Stream<String> mails() throws IOException {
        try (var files = Files.list(service.mailFolder())) {
            return files
                    .filter(file -> file.toString().endsWith(".eml"))
                    .map(file -> {
                        try {
                            return Files.readString(file, StandardCharsets.ISO_8859_1);
                        } catch (IOException e) {
                            return "";
                        }
                    })
                    .toList()
                    .stream();
        }
    }

    private X509CRL crl(String name) throws GeneralSecurityException {
        Answer answer = require(service.anybody().get("/pki/" + name + ".crl"), 200);
        return (X509CRL) CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(answer.body()));
    }

    /** What OCSP says of a serial: null is good. */
    private @Nullable CertificateStatus ocsp(BigInteger serial) throws Exception {
        Answer answer =
                require(service.anybody().post("/pki/ocsp", "application/ocsp-request", ocspRequest(serial)), 200);
        BasicOCSPResp basic = (BasicOCSPResp) new OCSPResp(answer.body()).getResponseObject();
        return basic.getResponses()[0].getCertStatus();
    }

    private byte[] ocspRequest(BigInteger serial) throws Exception {
        X509CertificateHolder issuer = new X509CertificateHolder(
                require(service.anybody().get("/pki/" + CA + ".crt"), 200).body());
        return new OCSPReqBuilder()
                .addRequest(new CertificateID(
                        new JcaDigestCalculatorProviderBuilder().build().get(CertificateID.HASH_SHA1), issuer, serial))
                .build()
                .getEncoded();
    }

    private Path chain() throws IOException {
        StringBuilder pem = new StringBuilder();
        for (String name : List.of(CA, "root-uji-g1")) {
            pem.append("-----BEGIN CERTIFICATE-----\n")
                    .append(Base64.getMimeEncoder()
                            .encodeToString(require(service.anybody().get("/pki/" + name + ".crt"), 200)
                                    .body()))
                    .append("\n-----END CERTIFICATE-----\n");
        }
        return Files.writeString(directory.resolve("chain.pem"), pem);
    }

    private static List<X509Certificate> certificates(byte[] pem) throws GeneralSecurityException {
        Collection<? extends java.security.cert.Certificate> all =
                CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem));
        return all.stream().map(X509Certificate.class::cast).toList();
    }

    private static String openssl(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output;
    }
}
