package id.segel.ca.lint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import id.segel.ca.authority.SignatureAlgorithms;
import id.segel.ca.authority.SignatureCheck;
import id.segel.ca.lint.external.ExternalLintConfiguration;
import id.segel.ca.lint.external.ExternalRule;
import id.segel.ca.profile.CertificateProfile;
import id.segel.hsm.SignatureScheme;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.x509.Extension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever the configured linter does but say that all is well refuses the certificate. */
class ExternalRuleTest {
    @TempDir
    Path directory;

    private ExternalRule rule(String script, Duration timeout) throws IOException {
        Path file = directory.resolve("linter");
        Files.writeString(file, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        return new ExternalRule(new ExternalLintConfiguration(
                List.of(file.toString(), "-x", "$(touch " + directory + "/shell)", "{file}"),
                timeout,
                4096,
                ExternalLintConfiguration.ZLINT_FINDING,
                ExternalLintConfiguration.ZLINT_PASS));
    }

    private List<LintFinding> check(String script) throws IOException {
        return check(script, Duration.ofSeconds(20));
    }

    private List<LintFinding> check(String script, Duration timeout) throws IOException {
        Linter linter = Linter.standard().followedBy(rule(script, timeout));
        return linter.check(TbsRecipe.subscriber().subjectOfLint());
    }

    private static void assertRefused(List<LintFinding> findings, String words) {
        assertThat(findings).isNotEmpty().allSatisfy(finding -> {
            assertThat(finding.rule()).isEqualTo("lint.external");
            assertThat(finding.source()).isNotBlank();
        });
        assertThat(findings.toString()).contains(words);
    }

    @Test
    void aLinterThatFindsNothingLetsTheCertificatePass() throws IOException {
        assertThat(
                        check(
                                "printf '{\"e_a\":{\"result\":\"pass\"},\"n_b\":{\"result\":\"NA\"},\"w_c\":{\"result\":\"info\"}}'"))
                .isEmpty();
    }

    @Test
    void itsFindingsRefuseTheCertificateByTheirNames() throws IOException {
        List<LintFinding> findings = check("printf '{\"e_a\":{\"result\":\"pass\"},\"e_serial\":{\"result\":\"error\"},"
                + "\"w_name\":{\"result\":\"warn\",\"details\":\"x\"},\"e_k\":{\"result\":\"fatal\"}}'");
        assertRefused(findings, "found e_serial");
        assertThat(findings).hasSize(3);
        assertThat(findings.toString()).contains("w_name", "e_k").doesNotContain("e_a");
    }

    @Test
    void anotherExitCodeThanZeroRefuses() throws IOException {
        assertRefused(check("printf '\"result\":\"pass\"'; exit 3"), "exit code 3");
    }

    @Test
    void sayingNothingRefuses() throws IOException {
        assertRefused(check("exit 0"), "says nothing of having looked");
    }

    @Test
    void aLinterThatHangsIsKilledAndRefuses() throws IOException {
        assertRefused(
                check("echo $$ > " + directory + "/pid; exec sleep 600", Duration.ofSeconds(1)), "longer than 1000 ms");
        long pid = Long.parseLong(Files.readString(directory.resolve("pid")).strip());
        org.awaitility.Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> ProcessHandle.of(pid).map(each -> !each.isAlive()).orElse(true));
    }

    @Test
    void aChildThatIsLeftBehindHoldsNothingUp() throws IOException {
        assertRefused(
                check("sleep 600 & echo '\"result\":\"pass\"'; wait", Duration.ofSeconds(1)), "longer than 1000 ms");
    }

    @Test
    void aLinterThatTalksTooMuchIsKilledAndRefuses() throws IOException {
        assertRefused(check("while :; do echo '\"result\":\"pass\"'; done"), "more than 4096 octets");
    }

    @Test
    void aLinterThatIsNotThereRefuses() {
        ExternalRule rule = new ExternalRule(
                ExternalLintConfiguration.zlint(List.of(directory + "/nowhere", ExternalLintConfiguration.FILE)));
        assertRefused(
                Linter.standard().followedBy(rule).check(TbsRecipe.subscriber().subjectOfLint()),
                "could not be started");
    }

    @Test
    void nothingOfOurEnvironmentReachesItAndNoShellReadsItsArguments() throws IOException {
        check("env | cut -d= -f1 > " + directory + "/names; printf '%s' \"$2\" > " + directory + "/argument");
        assertThat(Files.readAllLines(directory.resolve("names")))
                .contains("PATH")
                .allMatch(Set.of("PATH", "LANG", "HOME", "TMPDIR", "PWD", "OLDPWD", "SHLVL", "_")::contains);
        assertThat(directory.resolve("argument")).hasContent("$(touch " + directory + "/shell)");
        assertThat(directory.resolve("shell")).doesNotExist();
    }

    @Test
    void itSeesTheExactBytesUnderASignatureThatIsNotTheCas() throws Exception {
        check("stat -c %a \"$3\" > " + directory + "/modes; stat -c %a \"$(dirname \"$3\")\" >> " + directory
                + "/modes; echo \"$3\" > " + directory + "/path; cp \"$3\" " + directory + "/copy.pem");
        assertThat(Files.readAllLines(directory.resolve("modes"))).containsExactly("600", "700");
        Path shown = Path.of(Files.readString(directory.resolve("path")).strip());
        assertThat(shown).doesNotExist();
        assertThat(shown.getParent()).doesNotExist();
        X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(Files.readAllBytes(directory.resolve("copy.pem"))));
        assertThat(certificate.getTBSCertificate())
                .isEqualTo(TbsRecipe.subscriber().tbs());
        assertThat(certificate.getSigAlgName()).isEqualTo("SHA256withECDSA");
        SignatureCheck issuer =
                new SignatureCheck(TbsRecipe.ISSUER_KEY.getPublic().getEncoded());
        assertThat(issuer.verifies(
                        SignatureAlgorithms.identifier(SignatureScheme.ECDSA_SHA256),
                        certificate.getTBSCertificate(),
                        certificate.getSignature()))
                .isFalse();
    }

    @Test
    void theThrowAwaySignatureIsOfEverySchemeAndLengthAnIssuerHas() throws Exception {
        ExternalRule rule =
                rule("cp \"$3\" " + directory + "/copy.pem; echo '\"result\":\"pass\"'", Duration.ofSeconds(20));
        for (SignatureScheme scheme : SignatureScheme.values()) {
            TbsRecipe recipe = TbsRecipe.of(
                    CertificateProfile.bundled("issuing-ca"),
                    switch (scheme) {
                        case ECDSA_SHA256 -> TestKeys.ec("secp256r1");
                        case ECDSA_SHA384 -> TestKeys.ec("secp384r1");
                        default -> TestKeys.rsa(2048);
                    });
            recipe.issuer = LintIssuer.itself(scheme);
            recipe.issuerName = recipe.subject;
            recipe.remove(Extension.authorityKeyIdentifier);
            recipe.algorithm = SignatureAlgorithms.identifier(scheme);
            assertThat(Linter.standard().followedBy(rule).check(recipe.subjectOfLint()))
                    .as("%s", scheme)
                    .isEmpty();
            X509Certificate shown = (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(Files.readAllBytes(directory.resolve("copy.pem"))));
            assertThat(shown.getSigAlgOID())
                    .isEqualTo(SignatureAlgorithms.identifier(scheme)
                            .getAlgorithm()
                            .getId());
            if (scheme.name().startsWith("RSA")) {
                assertThat(shown.getSignature()).hasSize(2048 / 8);
            }
        }
    }

    @Test
    void aConfigurationThatCannotWorkIsRefusedAtOnce() {
        String finding = ExternalLintConfiguration.ZLINT_FINDING;
        Duration second = Duration.ofSeconds(1);
        for (List<String> command :
                List.of(List.<String>of(), List.of("zlint"), List.of(" ", "{file}"), List.of("a\0", "{file}"))) {
            assertThatThrownBy(() -> new ExternalLintConfiguration(command, second, 4096, finding, null))
                    .hasMessageContaining("{file}");
        }
        List<String> command = Arrays.asList("zlint", "{file}");
        assertThatThrownBy(() -> new ExternalLintConfiguration(command, Duration.ZERO, 4096, finding, null))
                .hasMessageContaining("timeout");
        assertThatThrownBy(() -> new ExternalLintConfiguration(command, second, 10, finding, null))
                .hasMessageContaining("outputLimit");
        assertThatThrownBy(() -> new ExternalLintConfiguration(command, second, 4096, "(", null))
                .hasMessageContaining("regular expression");
        assertThatThrownBy(() -> new ExternalLintConfiguration(command, second, 4096, "error", null))
                .hasMessageContaining("group");
    }
}
