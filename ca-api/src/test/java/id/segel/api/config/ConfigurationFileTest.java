package id.segel.api.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationFileTest {
    private final Path directory;

    ConfigurationFileTest(@TempDir Path directory) {
        this.directory = directory;
    }

    private Path secret(String name) throws IOException {
        Path file = directory.resolve(name);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, "geheim-sekali\n");
        return file;
    }

    private String good() throws IOException {
        Path module = Files.createFile(directory.resolve("module.so"));
        Path pin = secret("pin");
        String token = "{module: " + module + ", label: t, pinFile: " + pin + "}";
        return "publicUrl: http://localhost:8080\nmail: {folder: " + directory
                + "}\ndatabase:\n  url: jdbc:postgresql://localhost/segel\n"
                + "  passwords: {web: " + secret("web") + ", issuer: " + secret("issuer") + "}\n"
                + "tokens: {ca: " + token + ", data: " + token + "}\n";
    }

    private ServiceConfiguration read(String yaml) throws IOException {
        return ConfigurationFile.read(Files.writeString(directory.resolve("segel.yml"), yaml), Map.of());
    }

    @Test
    void aShortFileIsEnough() throws IOException {
        ServiceConfiguration configuration = read(good());
        assertThat(configuration.serviceName()).isEqualTo("Aplikasi Manajemen Sertifikat (AMS)");
        assertThat(configuration.pkiBase()).isEqualTo("http://localhost:8080");
        assertThat(configuration.roles()).containsExactly(NodeRole.WEB, NodeRole.ISSUER);
        assertThat(configuration.server().port()).isEqualTo(8080);
        assertThat(configuration.dataKeys().wrapping()).isEqualTo("wrapping-1");
        assertThat(configuration.toString()).doesNotContain("geheim-sekali");
    }

    @Test
    void aPinInTheHandsOfCustodiansIsForCeremoniesOnly() throws IOException {
        String good = good();
        ServiceConfiguration configuration = read(good.replaceFirst("pinFile: [^}]+", "pinShares: true"));
        assertThatThrownBy(() -> java.util.Objects.requireNonNull(
                                configuration.tokens().ca())
                        .forAdapter(id.segel.hsm.TokenPurpose.CA))
                .hasMessageContaining("custodians (pinShares), whom only `segel ceremony` asks");
        String both = good.replaceFirst("label: t", "label: t, pinShares: true");
        assertThatThrownBy(() -> read(both)).hasMessageContaining("or leave it to custodians with pinShares");
    }

    @Test
    void everyFaultIsToldAtOnce() {
        assertThatThrownBy(() -> read("""
                        publicUrl: 7
                        rolls: [web]
                        roles: [web, king]
                        database: {url: "mysql://x", passwords: {}}
                        tokens: {}
                        server: {port: 99999}
                        """))
                .isInstanceOf(ConfigurationFault.class)
                .hasMessageContainingAll(
                        "/publicUrl", "/rolls", "/roles/1", "/database/url", "/server/port", "5 faults");
    }

    @Test
    void whatTheRolesNeedMustBeThere() {
        assertThatThrownBy(() -> read("""
                        publicUrl: https://ams.example.go.id
                        database: {url: "jdbc:postgresql://localhost/segel", passwords: {}}
                        tokens: {}
                        """))
                .isInstanceOf(ConfigurationFault.class)
                .hasMessageContainingAll(
                        "/publicPkiUrl",
                        "/database/passwords/web",
                        "/database/passwords/issuer",
                        "/tokens/data",
                        "/tokens/ca",
                        "/mail/folder");
    }

    @Test
    void aSecretThatOthersCanReadIsRefused() throws IOException {
        String yaml = good();
        Files.setPosixFilePermissions(directory.resolve("web"), PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> read(yaml))
                .isInstanceOf(ConfigurationFault.class)
                .hasMessageContaining("0600");
    }

    @Test
    void aWebNodeMustNotReachTheCaToken() throws IOException {
        String yaml = good() + "roles: [web]\n";
        assertThatThrownBy(() -> read(yaml))
                .isInstanceOf(ConfigurationFault.class)
                .hasMessageContaining("/tokens/ca");
    }

    @Test
    void aLinterOfSomebodyElseIsReadWithItsCommand() throws IOException {
        ExternalLintSettings zlint = java.util.Objects.requireNonNull(
                read(good() + "issuer: {externalLint: {command: [zlint, -format, pem, \"{file}\"], output: ZLINT}}\n")
                        .issuer()
                        .externalLint());
        assertThat(zlint.forLinter().command()).containsExactly("zlint", "-format", "pem", "{file}");
        assertThat(zlint.forLinter().finding()).contains("fatal");
        assertThat(zlint.forLinter().timeout()).isEqualTo(java.time.Duration.ofSeconds(30));
        ExternalLintSettings other = new ExternalLintSettings(
                List.of("lint", "{file}"),
                ExternalLintSettings.Output.OTHER,
                java.time.Duration.ofSeconds(5),
                4096,
                null,
                null);
        assertThatThrownBy(other::forLinter).hasMessageContaining("regular expression of a finding");
    }

    @Test
    void formerDataKeysStandBesideThePresentOnes() throws IOException {
        DataKeyLabels keys = read(good()
                        + "dataKeys: {wrapping: w-2, formerWrapping: [w-1], blindIndex: b-3, formerBlindIndex: [b-1, b-2], nextBlindIndex: b-4}\n")
                .dataKeys();
        assertThat(keys.wrapping()).isEqualTo("w-2");
        assertThat(keys.formerWrapping()).containsExactly("w-1");
        assertThat(keys.formerBlindIndex()).containsExactly("b-1", "b-2");
        assertThat(keys.nextBlindIndex()).isEqualTo("b-4");
        assertThat(keys.nextWrapping()).isNull();
        assertThat(keys.enrolment()).isEqualTo("enrolment-1");
    }

    @Test
    void everyFaultOfTheDataKeysIsToldAtOnce() throws IOException {
        String yaml = good()
                + "dataKeys: {wrapping: w-1, formerWrapping: [w-1, \"\"], blindIndex: b-1, formerBlindIndex: [w-1, b-0, b-0]}\n";
        assertThatThrownBy(() -> read(yaml))
                .isInstanceOf(ConfigurationFault.class)
                .hasMessageContainingAll(
                        "/dataKeys/formerWrapping/0",
                        "\"w-1\" stands in /dataKeys/wrapping too",
                        "/dataKeys/formerWrapping/1",
                        "1 to 64 characters, not 0",
                        "/dataKeys/formerBlindIndex/0",
                        "/dataKeys/formerBlindIndex/2",
                        "4 faults");
    }

    @Test
    void thePublicUrlCanComeFromTheEnvironment() throws IOException {
        Path file = Files.writeString(
                directory.resolve("segel.yml"), good().replace("publicUrl: http://localhost:8080\n", ""));
        ServiceConfiguration configuration =
                ConfigurationFile.read(file, Map.of("SEGEL_PUBLIC_URL", "http://ams.lan:9000"));
        assertThat(configuration.publicBase()).isEqualTo("http://ams.lan:9000");
    }

    @Test
    void whatIsNoYamlIsSaidInOneSentence() {
        assertThatThrownBy(() -> read("a: ["))
                .isInstanceOf(ConfigurationFault.class)
                .hasMessageContaining("Is not YAML");
        assertThatThrownBy(() -> read("a: 1\na: 2"))
                .isInstanceOf(ConfigurationFault.class)
                .hasMessageContaining("Is not YAML");
        assertThatThrownBy(() -> ConfigurationFile.read(directory.resolve("none.yml"), Map.of()))
                .isInstanceOf(ConfigurationFault.class)
                .hasMessageContaining("Cannot be read");
    }
}
