package id.segel.api;

import static id.segel.api.Walk.require;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import id.segel.ca.person.Role;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What another profile would make of a product's certificates, over HTTP and by command, and the change itself. */
class ProductsOverHttpTest {
    private static final String CODE = "osd-lu-kelas-2-individu";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final RunningService service = RunningService.shared();

    private JsonNode offered() {
        for (JsonNode version :
                require(service.as(Role.ADMIN).get("/admin/v1/products"), 200).json()) {
            if (version.path("code").asText().equals(CODE)
                    && version.path("active").asBoolean()) {
                return version;
            }
        }
        throw new AssertionError("the product is not offered");
    }

    private Answer preview(String definition) throws IOException {
        return service.as(Role.ADMIN)
                .postJson(
                        "/admin/v1/products/" + CODE + "/profile-previews",
                        JSON.writeValueAsString(Map.of("definition", definition)));
    }

    private String next(String from, String to) {
        JsonNode offered = offered();
        int version = offered.path("profileVersion").asInt();
        return offered.path("definition")
                .asText()
                .replace("\"version\": " + version, "\"version\": " + (version + 1))
                .replace(from, to);
    }

    @Test
    void aPreviewShowsTheExactDifferenceAndNothingElse() throws IOException {
        JsonNode preview = require(preview(next("\"nonRepudiation\"", "\"nonRepudiation\", \"keyAgreement\"")), 422)
                .json();
        assertThat(preview.path("errors").path(0).path("message").asText())
                .as("key agreement does not go with RSA keys")
                .contains("keyAgreement");

        JsonNode shorter = require(preview(next("63072000", "31536000")), 200).json();
        assertThat(shorter.path("findings")).isEmpty();
        assertThat(shorter.path("difference").toString())
                .contains("-notAfter: ", "+notAfter: ")
                .doesNotContain("-notBefore", "-serialNumber", "-subject:", "-keyUsage");
        JsonNode same =
                require(preview(offered().path("definition").asText()), 200).json();
        assertThat(same.path("difference")).isEmpty();
        assertThat(same.path("before")).isEqualTo(same.path("after"));
        assertThat(same.path("before").toString())
                .contains("keyUsage (critical): nonRepudiation, digitalSignature")
                .doesNotContain("Siti");
    }

    @Test
    void everyFaultOfAProfileIsToldAndAnUnknownProductIsRefused() throws IOException {
        Answer bad = preview(next("\"digitalSignature\"", "\"digitalSignatur\"")
                .replace("\"C\", \"value\": \"ID\"", "\"C\", \"value\": \"I\""));
        assertThat(bad.status()).isEqualTo(422);
        assertThat(bad.text()).contains("digitalSignatur", "/subject/0");
        Answer unknown = service.as(Role.ADMIN)
                .postJson(
                        "/admin/v1/products/tidak-ada/profile-previews",
                        JSON.writeValueAsString(Map.of(
                                "definition", offered().path("definition").asText())));
        assertThat(unknown.status()).isEqualTo(422);
    }

    @Test
    void theCommandShowsTheDifferenceFirstAndChangesOnlyWhenAsked(@TempDir Path directory) throws IOException {
        String config = service.configurationFile().toString();
        int before = offered().path("version").asInt();
        Path file = Files.writeString(directory.resolve("profile.json"), next("63072000", "31536000"));

        assertThat(run("product", "list", "--config", config)).contains(CODE + " version " + before, "offered");
        assertThat(run("product", "show", CODE, "--config", config))
                .isEqualTo(offered().path("definition").asText());
        assertThat(run("product", "change", CODE, file.toString(), "--config", config))
                .contains("-notAfter: ", "+notAfter: ", "Nothing was changed");
        assertThat(offered().path("version").asInt()).isEqualTo(before);

        String original = offered().path("definition").asText();
        assertThat(run("product", "change", CODE, file.toString(), "--config", config, "--apply"))
                .contains(CODE + " version " + (before + 1), "is offered now");
        assertThat(offered().path("version").asInt()).isEqualTo(before + 1);
        assertThat(require(service.as(Role.AUDITOR).get("/admin/v1/products"), 200)
                        .json()
                        .size())
                .isGreaterThanOrEqualTo(2);

        // Back to what the other tests of this service expect, as a version of its own.
        int profile = offered().path("profileVersion").asInt();
        Files.writeString(file, original.replaceFirst("\"version\": \\d+", "\"version\": " + (profile + 1)));
        assertThat(run("product", "change", CODE, file.toString(), "--config", config, "--apply"))
                .contains("is offered now");
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
