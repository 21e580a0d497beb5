package id.segel.ca.lint;

import static org.assertj.core.api.Assertions.assertThat;

import id.segel.ca.authority.SignatureAlgorithms;
import id.segel.ca.lint.rule.StandardRules;
import id.segel.ca.profile.CertificateProfile;
import id.segel.hsm.SignatureScheme;
import java.io.IOException;
import java.security.PublicKey;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.TreeSet;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.Time;
import org.junit.jupiter.api.Test;

class LintRulesTest {
    private static final Linter LINTER = Linter.standard();

    private static void assertFinds(LintSubject subject, String... rules) {
        List<LintFinding> findings = LINTER.check(subject);
        assertThat(new TreeSet<>(findings.stream().map(LintFinding::rule).toList()))
                .as(findings.toString())
                .containsExactlyElementsOf(new TreeSet<>(List.of(rules)));
    }

    @Test
    void aValidityOneSecondTooLongIsRefusedNamingRuleAndSource() {
        TbsRecipe recipe = TbsRecipe.subscriber();
        Instant end = recipe.promise.notAfter().plusSeconds(1);
        recipe.notAfter = new Time(Date.from(end));
        recipe.promiseTheTimes(recipe.promise.notBefore(), end);
        assertThat(LINTER.check(recipe.subjectOfLint())).singleElement().satisfies(finding -> {
            assertThat(finding.rule()).isEqualTo("lint.validity-length");
            assertThat(finding.source()).contains("RFC 5280 4.1.2.5");
            assertThat(finding.message()).contains("63072001 s", "63072000 s");
        });
    }

    @Test
    void aMissingAuthorityKeyIdentifierIsRefusedNamingRuleAndSource() {
        TbsRecipe recipe = TbsRecipe.subscriber();
        recipe.remove(Extension.authorityKeyIdentifier);
        assertFinds(recipe.subjectOfLint(), "lint.authority-key-identifier", "lint.extension-set");
        assertThat(LINTER.check(recipe.subjectOfLint()))
                .extracting(LintFinding::source)
                .contains("RFC 5280 4.2.1.1");
    }

    @Test
    void anExtendedKeyUsageThatIsNotListedIsRefusedNamingRuleAndSource() {
        TbsRecipe recipe = TbsRecipe.responder();
        recipe.replace(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(new KeyPurposeId[] {
            KeyPurposeId.id_kp_OCSPSigning, KeyPurposeId.id_kp_emailProtection
        }));
        assertFinds(recipe.subjectOfLint(), "lint.extended-key-usage", "lint.extension-bytes");
        assertThat(LINTER.check(recipe.subjectOfLint()))
                .extracting(LintFinding::source)
                .contains("RFC 5280 4.2.1.12, RFC 6960 4.2.2.2");
    }

    @Test
    void certificatesOfEveryProfileAndKeyKindPass() {
        List<PublicKey> keys =
                List.of(TestKeys.rsa(2048), TestKeys.ec("secp256r1"), TestKeys.ec("secp384r1"), TestKeys.ed25519());
        for (PublicKey key : keys) {
            assertFinds(TbsRecipe.of(LintProfiles.full(), key).subjectOfLint());
        }
        for (String name : ByteFlipTest.BUNDLED) {
            assertFinds(
                    TbsRecipe.of(CertificateProfile.bundled(name), keys.get(1)).subjectOfLint());
        }
    }

    @Test
    void anAddressWithALocalPartBeyondAsciiPassesAsMailbox() {
        TbsRecipe recipe = TbsRecipe.full();
        String address = "s\u00efti@instansi.example";
        recipe.replace(Extension.subjectAlternativeName, false, ExtensionRuleCases.mailbox(address));
        recipe.promiseEmail(address);
        assertFinds(recipe.subjectOfLint());
    }

    @Test
    void bytesThatAreNoCertificateAreOneFinding() {
        TbsRecipe recipe = TbsRecipe.subscriber();
        assertFinds(recipe.subjectOfLint(new byte[0]), Linter.READABLE);
        assertFinds(recipe.subjectOfLint(new byte[] {0x30, (byte) 0x80, 0, 0}), Linter.READABLE);
        assertFinds(recipe.subjectOfLint(Arrays.copyOf(recipe.tbs(), 200)), Linter.READABLE);
        assertFinds(recipe.subjectOfLint(Arrays.copyOf(recipe.tbs(), recipe.tbs().length + 1)), Linter.READABLE);
    }

    @Test
    void findingsDoNotRepeatAnEmailAddressOrAName() {
        TbsRecipe recipe = TbsRecipe.subscriber();
        recipe.subject = TbsRecipe.person("Budi Lain");
        recipe.replace(
                Extension.subjectAlternativeName,
                false,
                new GeneralNames(new GeneralName(GeneralName.rfc822Name, "lain@instansi.example")));
        assertThat(LINTER.check(recipe.subjectOfLint()).toString())
                .contains("lint.subject-name", "lint.subject-alternative-name", "lint.extension-bytes")
                .doesNotContain("@instansi.example", "Budi", "Siti");
    }

    @Test
    void aCertificateMadeBeforeARuleIsNotJudgedByIt() {
        TbsRecipe recipe = TbsRecipe.subscriber();
        java.util.Collections.swap(recipe.extensions, 0, 1);
        LocalDate rule = StandardRules.all().stream()
                .filter(each -> each.id().equals("lint.extension-order"))
                .findFirst()
                .orElseThrow()
                .effective();
        assertThat(LINTER.check(recipe.subjectOfLint(), rule))
                .extracting(LintFinding::rule)
                .containsExactly("lint.extension-order");
        assertThat(LINTER.check(recipe.subjectOfLint(), rule.minusDays(1))).isEmpty();
    }

    @Test
    void whatTheIssuersSignWithIsAcceptedAndNothingElse() throws IOException {
        for (SignatureScheme scheme : SignatureScheme.values()) {
            TbsRecipe recipe = TbsRecipe.subscriber();
            recipe.algorithm = SignatureAlgorithms.identifier(scheme);
            assertThat(LINTER.check(recipe.subjectOfLint()))
                    .as("%s", scheme)
                    .extracting(LintFinding::rule)
                    .doesNotContain("lint.signature-strength");
        }
    }
}
