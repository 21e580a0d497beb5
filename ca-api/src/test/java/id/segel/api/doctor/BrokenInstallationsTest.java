package id.segel.api.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import id.segel.api.RunningService;
import id.segel.api.config.TokenSettings;
import id.segel.softhsm.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code segel doctor} at an installation that is well and at broken ones: real tokens, a real database, no server. What a
 * person saw is left in {@code target/doctor}, from where the docs have it.
 */
class BrokenInstallationsTest {
    private static final String KEY = "osd-lu-kelas-2-uji-g1";

    @TempDir
    private Path directory = Path.of("");

    private final RunningService service = RunningService.durable();
    private Installation installation = unmade();

    @SuppressWarnings("NullAway") // made before each test
    private static Installation unmade() {
        return null;
    }

    @BeforeEach
    void copy() throws IOException {
        installation = Installation.copyOf(service, directory);
    }

    private TokenSettings ca() {
        return Objects.requireNonNull(service.configuration().tokens().ca());
    }

    private void breakToken(String... what) {
        List<String> arguments = new java.util.ArrayList<>(List.of(
                ca().module().toString(),
                ca().label(),
                installation.secret("pin-ca").toString()));
        arguments.addAll(List.of(what));
        try (ChildJvm child = ChildJvm.of(TokenBreaker.class)
                .environment(installation.environment())
                .arguments(arguments.toArray(String[]::new))
                .start()) {
            assertThat(child.awaitExit(Duration.ofSeconds(60)))
                    .as(child.output().toString())
                    .isZero();
        }
    }

    /** The one error, with its remedy; and the same as text, kept for the docs. */
    private JsonNode onlyError(String name, String id, Installation.Said json) throws IOException {
        assertThat(json.errors()).as(json.out()).containsExactly(id);
        assertThat(json.code()).isEqualTo(1);
        assertThat(json.json().path("exitCode").asInt()).isEqualTo(1);
        JsonNode error = json.about(id).stream()
                .filter(finding -> finding.path("level").asText().equals("error"))
                .findFirst()
                .orElseThrow();
        // One form is made of the other: in the ordinary run one installation is looked at in both.
        if (!Boolean.getBoolean("segel.long") && !name.equals("wrong-pin")) {
            return error;
        }
        Installation.Said text = installation.doctor();
        Installation.keep(name, text);
        assertThat(text.code()).isEqualTo(1);
        assertThat(text.out()).containsOnlyOnce("  ERROR    ").contains(" 1 error");
        assertThat(text.out())
                .contains(
                        error.path("message").asText(),
                        "-> " + error.path("remedy").asText());
        return error;
    }

    @Test
    void aWholeInstallationHasNoErrorAndEveryKeyIsTried() throws IOException {
        Installation.Said said = installation.doctor("--json");

        assertThat(said.errors()).as(said.out() + said.err()).isEmpty();
        assertThat(said.code()).isZero();
        assertThat(said.json().path("version").asInt()).isEqualTo(1);
        assertThat(said.json().path("counts").path("errors").asInt()).isZero();
        assertThat(said.about("key.signature"))
                .hasSize(6)
                .allSatisfy(finding -> assertThat(finding.path("message").asText())
                        .containsPattern(
                                "[0-9.]+ ms alone, [0-9.]+ ms with 4 at once, [0-9.]+ ms with 8 at once; no more at once,"
                                        + " permits are 8"));
        assertThat(said.about("key.wrapping")).hasSize(1);
        assertThat(said.about("key.mac")).hasSize(1);
        assertThat(said.about("file.pin")).hasSize(4);
        assertThat(said.about("database.rights")).hasSize(2);
        assertThat(said.about("clock")).hasSize(1);
        assertThat(said.about("store.lock").get(0).path("message").asText()).contains("Nobody holds");
        Installation.Said text = installation.doctor();
        Installation.keep("healthy", text);
        assertThat(text.out()).contains("0 errors").doesNotContain("segel-test-user");
    }

    @Test
    void aWrongPinIsAnErrorAndTheOtherTokensAreStillLookedAt() throws IOException {
        Files.writeString(installation.secret("pin-ca"), "4711-salah\n");

        Installation.Said said = installation.doctor("--json");

        JsonNode error = onlyError("wrong-pin", "token.pin", said);
        assertThat(error.path("part").asText()).isEqualTo("token ca");
        assertThat(error.path("message").asText()).contains("CKR_PIN_INCORRECT", ca().label());
        assertThat(error.path("remedy").asText())
                .isEqualTo(
                        "Put the right PIN into the PIN file and start again; it is not tried again, because hardware"
                                + " locks after a few wrong ones.");
        assertThat(said.out() + said.err()).doesNotContain("4711-salah");
        assertThat(said.about("key.wrapping")).hasSize(1);
    }

    @Test
    void aMissingLibraryIsAnError() throws IOException {
        Path missing = directory.resolve("libcryptoki.so");
        installation.with("module: " + ca().module(), "module: " + missing);

        JsonNode error = onlyError("missing-library", "library.file", installation.doctor("--json"));

        assertThat(error.path("message").asText())
                .isEqualTo("The PKCS#11 library " + missing + " is not there, or may not be read");
        assertThat(error.path("remedy").asText())
                .isEqualTo("Install the device's library, or mend module in the configuration; SoftHSM2's is called"
                        + " libsofthsm2.so.");
    }

    @Test
    void anExtractableKeyIsAnErrorAlsoWhereNobodyUsesIt() throws IOException {
        breakToken("extractable", "bisa-keluar");

        JsonNode error = onlyError("extractable-key", "key.extractable", installation.doctor("--json"));

        assertThat(error.path("message").asText()).contains("Key \"bisa-keluar\", EC 256: it is extractable");
        assertThat(error.path("remedy").asText())
                .isEqualTo("Make a new key by ceremony; a key that could be taken out cannot be made safe afterwards.");
    }

    @Test
    void theCertificateOfAnotherKeyIsAnError() throws IOException {
        breakToken("certificate", KEY);

        JsonNode error = onlyError("certificate-of-another-key", "key.certificate", installation.doctor("--json"));

        assertThat(error.path("message").asText())
                .contains("Key \"" + KEY + "\"", "the certificate beside it (same CKA_ID) is for another public key");
        assertThat(error.path("remedy").asText())
                .isEqualTo("Store the certificate that belongs to the key, and remove the wrong one.");
    }

    /** In a tmpfs of 24 MiB where this user may mount one: as root, or in a user namespace. */
    @Test
    void aFullDiskRealWhereATmpfsMayBeMountedAndElseAStandInIsAnErrorAndNothingIsOpened() throws Exception {
        Path small = Files.createDirectory(directory.resolve("kecil"));
        List<String> fill = smallFileSystem(small);
        if (fill.isEmpty()) {
            StoreCheckTest.assertNoLoginBelowTheLimit();
            return;
        }
        Path copied = installation.tokens();
        installation.tokensIn(small);

        Installation.Said said = installation.doctor(fill, "--json");

        assertThat(said.errors()).as(said.out() + said.err()).containsExactly("store.space");
        assertThat(said.code()).isEqualTo(1);
        JsonNode error = said.about("store.space").get(0);
        assertThat(error.path("message").asText())
                .matches(
                        "The token directory has [0-9]+ MiB left: no login is tried, because one on a full disk destroys"
                                + " the token");
        assertThat(error.path("remedy").asText())
                .isEqualTo("Free at least 16 MiB on its file system, better 1024 MiB, and give it one of its own.");
        assertThat(said.about("token.open"))
                .hasSize(4)
                .allSatisfy(
                        finding -> assertThat(finding.path("message").asText()).contains("was not opened"));
        assertThat(said.about("key.signature")).isEmpty();
        Installation.Said text = installation.doctor(fill);
        Installation.keep("full-disk", text);
        assertThat(copied).isDirectory();
    }

    /** A command that mounts a small file system over a folder, nearly fills it, and runs what follows; empty if it may not. */
    private List<String> smallFileSystem(Path over) throws Exception {
        String script = "mount -t tmpfs -o size=24m,mode=0700 tmpfs \"$0\" && cp -a \"$1\"/. \"$0\""
                + " && dd if=/dev/zero of=\"$0\"/penuh bs=1M count=16 2>/dev/null && shift && exec \"$@\"";
        boolean root = "root".equals(System.getProperty("user.name"));
        List<String> prefix = new java.util.ArrayList<>(List.of("unshare", "--mount"));
        if (!root) {
            prefix.addAll(List.of("--user", "--map-root-user"));
        }
        prefix.addAll(List.of(
                "sh", "-c", script, over.toString(), installation.tokens().toString()));
        List<String> trial = new java.util.ArrayList<>(prefix);
        trial.add("true");
        Process process = new ProcessBuilder(trial)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0 ? prefix : List.of();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void aPinFileOthersCanReadIsAnErrorByItsRights() throws IOException {
        Files.setPosixFilePermissions(
                installation.secret("pin-data"), java.nio.file.attribute.PosixFilePermissions.fromString("rw-r--r--"));

        Installation.Said said = installation.doctor("--json");

        assertThat(said.errors()).contains("file.pin").doesNotContain("file.password");
        assertThat(said.about("file.pin").stream()
                        .filter(finding -> finding.path("level").asText().equals("error"))
                        .findFirst()
                        .orElseThrow()
                        .path("remedy")
                        .asText())
                .isEqualTo("Only its owner may read it: chmod 600 " + installation.secret("pin-data"));
    }

    @Test
    void anExpectedKeyThatIsNotThereIsAnError() throws IOException {
        installation.with("expectedKeys: [root-uji-g1", "expectedKeys: [tidak-ada, root-uji-g1");

        Installation.Said said = installation.doctor("--json");

        assertThat(said.errors()).containsExactly("key.there");
        assertThat(said.about("key.there").get(0).path("message").asText()).contains("\"tidak-ada\"");
    }
}
