package id.segel.api;

import static id.segel.api.Walk.require;
import static org.assertj.core.api.Assertions.assertThat;

import id.segel.ca.person.Role;
import id.segel.softhsm.FaultShim;
import id.segel.softhsm.TestTokens;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.OCSPReqBuilder;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The data token goes away under a running service, answers late, and is not there when the service starts. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DataTokenAwayTest {
    /** CKR_DEVICE_REMOVED from every function. */
    private static final String UNPLUGGED = "* error=0x32";

    private static final String ISSUER = "osd-lu-kelas-2-uji-g1";
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    private static Path directory = Path.of("");

    private static FaultShim shim;
    private static RunningService service;
    private static Walk walk;
    private static TestAccount applicant;
    private static String issued;
    private static BigInteger serial;
    private static String letterPath;
    private static String officeFile;
    private static TestAccount drafter;
    private static String draft;

    @BeforeAll
    static void open() throws Exception {
        shim = FaultShim.around(TestTokens.module(), directory);
        service = RunningService.withDataTokenThrough(shim.library());
        service.awaitReady();
        walk = new Walk(service);
        applicant = service.newApplicant();
        issued = walk.issue(applicant);
        serial = new X509CertificateHolder(require(
                                service.as(applicant)
                                        .get(
                                                "/api/v1/applications/" + issued + "/certificate",
                                                "Accept",
                                                "application/pkix-cert"),
                                200)
                        .body())
                .getSerialNumber();
        letterPath = "/admin/v1/applications/" + issued + "/letter";
        officeFile = "/admin/v1/applications/" + walk.submit(service.firstApplicant());
        drafter = service.newApplicant();
        draft = walk.start(drafter);
        require(service.as(Role.OFFICER).get(letterPath), 200);
    }

    @AfterEach
    void plugIn() {
        shim.clear();
        Awaitility.await()
                .atMost(LIMIT)
                .until(() -> service.as(Role.OFFICER).get(letterPath).status() == 200);
    }

    @AfterAll
    static void close() {
        service.close();
        shim.close();
    }

    private static void assertAway(Answer indonesian, Answer english, String semula, String what) {
        for (Answer answer : List.of(indonesian, english)) {
            assertThat(answer.status()).as(answer.toString()).isEqualTo(503);
            assertThat(answer.problem()).isEqualTo("token-away");
            assertThat(answer.header("Retry-After")).matches("[1-9][0-9]*");
        }
        assertThat(indonesian.json().path("detail").asText())
                .contains(semula, "modul keamanan", "tidak ada yang hilang");
        assertThat(english.json().path("detail").asText()).contains(what, "security module", "nothing is lost");
    }

    private static void assertAway(ApiClient client, String path, String semula, String what) {
        assertAway(client.get(path), client.get(path, "Accept-Language", "en"), semula, what);
    }

    /** Whatever needs no data key. */
    private static void assertTheRestWorks() throws Exception {
        ApiClient owner = service.as(applicant);
        ApiClient officer = service.as(Role.OFFICER);
        require(owner.get("/api/v1/session"), 200);
        require(owner.get("/api/v1/applications"), 200);
        require(owner.get("/api/v1/applications/" + issued), 200);
        require(owner.get("/api/v1/applications/" + issued + "/timeline"), 200);
        require(owner.get("/api/v1/applications/" + issued + "/certificate"), 200);
        require(owner.get("/api/v1/products"), 200);
        require(owner.post("/api/v1/csr-checks", "application/pkcs10", Samples.csr(applicant, Samples.ecKey())), 200);
        require(
                service.as(drafter).put(draft + "/csr", "application/pkcs10", Samples.csr(drafter, Samples.ecKey())),
                200);
        require(officer.get("/admin/v1/applications?state=SUBMITTED"), 200);
        require(officer.get("/admin/v1/certificates/" + serial.toString(16)), 200);
        require(service.anybody().get("/pki/" + ISSUER + ".crt"), 200);
        require(service.anybody().get("/pki/" + ISSUER + ".crl"), 200);
        assertThat(ocsp()).isEqualTo(OCSPResp.SUCCESSFUL);
        TestAccount another = service.newApplicant();
        require(service.anybody().postJson("/api/v1/session?bearer=true", service.signIn(another)), 200);
        assertThat(service.admin().get("/ready").status()).isEqualTo(200);
    }

    private static int ocsp() throws Exception {
        X509CertificateHolder issuer = new X509CertificateHolder(
                require(service.anybody().get("/pki/" + ISSUER + ".crt"), 200).body());
        byte[] request = new OCSPReqBuilder()
                .addRequest(new CertificateID(
                        new JcaDigestCalculatorProviderBuilder().build().get(CertificateID.HASH_SHA1), issuer, serial))
                .build()
                .getEncoded();
        return new OCSPResp(require(service.anybody().post("/pki/ocsp", "application/ocsp-request", request), 200)
                        .body())
                .getStatus();
    }

    @Test
    @Order(1)
    void unpluggedWhileTheServiceRunsOnlyWhatNeedsItIsRefusedAndSaysWhy() throws Exception {
        shim.control(UNPLUGGED);

        assertAway(service.as(Role.OFFICER), letterPath, "Surat tidak dapat ditampilkan", "letter cannot be shown");
        assertAway(
                service.as(drafter), draft + "/enrolment", "Berkas pendaftaran tidak dapat dibuat", "cannot be made");
        byte[] letter = Samples.letter();
        ApiClient writer = service.as(drafter);
        assertAway(
                writer.put(draft + "/letter", "application/pdf", letter),
                writer.put(draft + "/letter", "application/pdf", letter, "Accept-Language", "en"),
                "Surat tidak dapat disimpan",
                "letter cannot be stored");
        assertTheRestWorks();
        // The keys of columns are in memory: numbers are shown, and codes checked.
        Answer review = require(service.as(Role.OFFICER).get(officeFile), 200);
        assertThat(review.text()).contains("3174********0001");
        require(
                service.anybody()
                        .postJson("/api/v1/session?bearer=true", service.signIn(service.staff(Role.SUPERVISOR))),
                200);
        assertThat(service.admin().get("/healthcheck").status()).isIn(200, 503);
    }

    @Test
    @Order(2)
    void whatComesOnTopOfABusyTokenIsToldAsOverloadNeverAsOurFault() throws Exception {
        // Two at a time; the next one gives up after half a second.
        shim.control("C_DecryptInit delay_us=700000");
        ExecutorService readers = Executors.newFixedThreadPool(6);
        try {
            List<Future<Answer>> reading = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                reading.add(readers.submit(() -> service.as(Role.OFFICER).get(letterPath)));
            }
            List<String> outcomes = new ArrayList<>();
            for (Future<Answer> read : reading) {
                Answer answer = read.get();
                outcomes.add(answer.status() == 200 ? "shown" : answer.status() + " " + answer.problem());
                if (answer.status() == 503) {
                    assertThat(answer.header("Retry-After")).matches("[1-9][0-9]*");
                }
            }
            assertThat(outcomes).contains("503 overloaded").isSubsetOf("shown", "503 overloaded", "503 token-away");
        } finally {
            readers.shutdownNow();
        }
    }

    @Test
    @Order(3)
    void aTokenThatHangsHoldsUpOnlyThoseWhoAskIt() throws Exception {
        shim.control("C_DecryptInit hang");
        ExecutorService readers = Executors.newFixedThreadPool(4);
        try {
            List<Future<Answer>> reading = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                reading.add(readers.submit(() -> service.as(Role.OFFICER).get(letterPath)));
            }
            assertTheRestWorks();
            for (Future<Answer> read : reading) {
                assertThat(read.get().status()).isEqualTo(503);
                assertThat(read.get().problem()).isIn("token-away", "overloaded");
            }
        } finally {
            readers.shutdownNow();
        }
    }

    @Test
    @Order(4)
    void aServiceThatStartsWithoutItServesTheRestAndTakesItUpWhenItComes() throws Exception {
        require(service.as(Role.OFFICER).get(officeFile), 200);
        service.stop();
        shim.control(UNPLUGGED);
        service.start("");

        assertTheRestWorks();
        assertAway(service.as(Role.OFFICER), letterPath, "Surat tidak dapat ditampilkan", "letter cannot be shown");
        assertAway(
                service.as(drafter), draft + "/enrolment", "Berkas pendaftaran tidak dapat dibuat", "cannot be made");
        assertAway(
                service.as(Role.OFFICER),
                officeFile,
                "Data pribadi tidak dapat ditampilkan",
                "Personal data cannot be shown");
        String body = service.signIn(service.secondOfficer());
        assertAway(
                service.anybody().postJson("/api/v1/session", body),
                service.anybody().postJson("/api/v1/session", body, "Accept-Language", "en"),
                "Kode sekali pakai tidak dapat diperiksa",
                "One-time codes cannot be checked");
        assertThat(service.admin().get("/ready").text()).contains("letters and personal data cannot be shown");

        shim.clear();

        Awaitility.await()
                .atMost(LIMIT)
                .until(() -> service.as(Role.OFFICER).get(officeFile).status() == 200);
        assertThat(service.as(Role.OFFICER).get(officeFile).text()).contains("3174********0001");
        require(
                service.anybody().postJson("/api/v1/session?bearer=true", service.signIn(service.secondOfficer())),
                200);
        require(service.as(drafter).get(draft + "/enrolment"), 200);
    }
}
