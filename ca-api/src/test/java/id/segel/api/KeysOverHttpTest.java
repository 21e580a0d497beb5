package id.segel.api;

import static id.segel.api.Walk.require;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import id.segel.ca.person.Role;
import id.segel.ca.store.Sha256;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Keys that are blocked, who has a key, and the one report of a CSR wherever it is shown. */
class KeysOverHttpTest {
    private static final String PKCS10 = "application/pkcs10";
    private static final String BLOCKED = "/admin/v1/blocked-keys";

    private final RunningService service = RunningService.shared();
    private final Walk walk = new Walk(service);

    private static String hash(KeyPair key) {
        return Sha256.hex(key.getPublic().getEncoded());
    }

    private static List<String> ids(JsonNode findings) {
        List<String> ids = new ArrayList<>();
        findings.forEach(finding -> ids.add(finding.path("id").asText()));
        return ids;
    }

    @Test
    void aSupervisorBlocksAKeyAndNobodyGetsACertificateWithItAnyMore() {
        KeyPair key = Samples.ecKey();
        ApiClient supervisor = service.as(Role.SUPERVISOR);
        String body = "{\"spkiSha256\":\"" + hash(key) + "\",\"reason\":\"kunci dari kartu yang cacat\"}";

        Answer blocked = require(supervisor.postJson(BLOCKED, body), 200);
        Answer again = require(supervisor.postJson(BLOCKED, body), 200);

        assertThat(blocked.json().path("already").asBoolean()).isFalse();
        assertThat(again.json().path("already").asBoolean()).isTrue();
        JsonNode record = require(service.as(Role.OFFICER).get("/admin/v1/keys/" + hash(key)), 200)
                .json();
        assertThat(record.path("blocked").path("origin").asText()).isEqualTo("OFFICER");
        assertThat(record.path("blocked").path("reason").asText()).isEqualTo("kunci dari kartu yang cacat");
        assertThat(record.has("holder")).isFalse();
        TestAccount applicant = service.newApplicant();
        String path = walk.start(applicant);
        Answer upload = service.as(applicant).put(path + "/csr", PKCS10, Samples.csr(applicant, key));
        assertThat(upload.status()).isEqualTo(422);
        assertThat(ids(upload.json().path("errors"))).containsExactly("csr.key-unusable");
        assertThat(upload.text()).as("why is not the applicant's affair").doesNotContain("cacat");
    }

    @Test
    void theListOfBlockedKeysIsPagedAndMissesNone() {
        ApiClient supervisor = service.as(Role.SUPERVISOR);
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            made.add(hash(Samples.ecKey()));
            require(
                    supervisor.postJson(
                            BLOCKED,
                            "{\"spkiSha256\":\"" + made.get(i) + "\",\"reason\":\"untuk menguji halaman daftar\"}"),
                    200);
        }
        List<String> read = new ArrayList<>();
        String next = "";
        do {
            JsonNode page = require(service.as(Role.AUDITOR).get(BLOCKED + "?limit=2" + next), 200)
                    .json();
            page.path("items").forEach(item -> read.add(item.path("spkiSha256").asText()));
            next = page.has("next") ? "&after=" + page.path("next").asText() : "";
        } while (!next.isEmpty());
        assertThat(read).containsAll(made).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void aWrongKeyAndAShortReasonAreToldTogether() {
        Answer answer =
                service.as(Role.SUPERVISOR).postJson(BLOCKED, "{\"spkiSha256\":\"bukan\",\"reason\":\"singkat\"}");
        assertThat(answer.status()).isEqualTo(422);
        assertThat(ids(answer.json().path("errors"))).containsExactly("key.hash", "key.block-reason");
    }

    @Test
    void whoHasAKeyIsToldToOfficersWithFilesAndCertificates() {
        TestAccount applicant = service.newApplicant();
        KeyPair key = Samples.ecKey();
        String number = walk.submit(applicant, key);

        JsonNode record = require(service.as(Role.OFFICER).get("/admin/v1/keys/" + hash(key)), 200)
                .json();

        assertThat(record.path("holder").path("fullName").asText()).isNotBlank();
        assertThat(record.path("applications").path(0).path("number").asText()).isEqualTo(number);
        assertThat(record.path("certificates")).isEmpty();
        assertThat(record.has("blocked")).isFalse();
        assertThat(service.as(Role.OFFICER)
                        .get("/admin/v1/keys/" + hash(Samples.ecKey()))
                        .status())
                .isEqualTo(404);
        assertThat(service.as(Role.OFFICER).get("/admin/v1/keys/123").status()).isEqualTo(422);
    }

    @Test
    void theSameFindingsStandInTheDryRunTheUploadTheApplicantsListAndTheOfficersScreen() {
        TestAccount applicant = service.newApplicant();
        String path = walk.start(applicant);
        ApiClient api = service.as(applicant);
        byte[] bad = Samples.csr(applicant, Samples.rsaKey(1024));

        JsonNode dryRun =
                require(api.post("/api/v1/csr-checks", PKCS10, bad), 200).json();
        Answer upload = api.put(path + "/csr", PKCS10, bad);
        JsonNode kept = require(api.get(path + "/csr-checks"), 200).json();

        List<String> refusing = new ArrayList<>();
        List<String> sentences = new ArrayList<>();
        dryRun.path("findings").forEach(finding -> {
            if (finding.path("severity").asText().equals("ERROR")) {
                refusing.add(finding.path("id").asText());
                sentences.add(finding.path("message").asText());
            }
        });
        List<String> uploaded = new ArrayList<>();
        upload.json()
                .path("errors")
                .forEach(error -> uploaded.add(error.path("message").asText()));
        assertThat(refusing)
                .contains("csr.rsa-too-short")
                .isEqualTo(ids(upload.json().path("errors")));
        assertThat(uploaded).isEqualTo(sentences);
        assertThat(kept).hasSize(1);
        assertThat(kept.path(0).path("occasion").asText()).isEqualTo("UPLOAD");
        assertThat(kept.path(0).path("refused").asBoolean()).isTrue();
        assertThat(kept.path(0).path("findings")).isEqualTo(dryRun.path("findings"));

        require(api.put(path + "/letter", "application/pdf", Samples.letter()), 200);
        require(api.put(path + "/csr", PKCS10, Samples.csr(applicant, Samples.ecKey())), 200);
        require(api.post(path + "/submit"), 200);
        String number = path.substring(path.lastIndexOf('/') + 1);
        JsonNode office = require(service.as(Role.OFFICER).get("/admin/v1/applications/" + number), 200)
                .json();
        assertThat(office.path("csrChecks")).hasSize(2);
        assertThat(office.path("csrChecks").path(1)).isEqualTo(kept.path(0));
        assertThat(service.admin().get("/metrics").text())
                .containsPattern("segel_csr_findings_total\\{[^}]*id=\"csr.rsa-too-short\"[^}]*occasion=\"dry-run\"")
                .containsPattern("segel_csr_checks_total\\{[^}]*occasion=\"upload\"[^}]*outcome=\"refused\"");
    }

    @Test
    void aListIsImportedByCommandAfterALook(@TempDir Path directory) throws IOException {
        TestAccount applicant = service.newApplicant();
        KeyPair key = Samples.ecKey();
        walk.submit(applicant, key);
        Path list = Files.writeString(
                directory.resolve("daftar.txt"),
                "# uji\n" + hash(key) + " kartu lama\n" + hash(Samples.ecKey()) + "\n");
        String config = service.configurationFile().toString();

        String looked =
                run("blocked-keys", "import", list.toString(), "--config", config, "--reason", "kartu cacat 2017");
        assertThat(looked)
                .contains(
                        "2 keys in the list, 0 of them blocked before",
                        "In use here: " + hash(key),
                        "Nothing was changed");
        String applied = run(
                "blocked-keys",
                "import",
                list.toString(),
                "--config",
                config,
                "--reason",
                "kartu cacat 2017",
                "--apply");
        assertThat(applied).contains("2 keys are blocked now, for ever");
        assertThat(require(service.as(Role.OFFICER).get("/admin/v1/keys/" + hash(key)), 200)
                        .json()
                        .path("blocked")
                        .path("origin")
                        .asText())
                .isEqualTo("IMPORT");

        Files.writeString(list, "bukan kunci\n");
        assertThat(run("blocked-keys", "import", list.toString(), "--config", config, "--reason", "kartu cacat 2017"))
                .contains("/line/1");
    }

    private static String run(String... arguments) {
        StringWriter said = new StringWriter();
        CommandLine command = Segel.commandLine();
        command.setOut(new PrintWriter(said, true));
        command.setErr(new PrintWriter(said, true));
        command.execute(arguments);
        return said.toString();
    }
}
