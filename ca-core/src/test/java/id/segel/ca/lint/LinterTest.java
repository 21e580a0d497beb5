package id.segel.ca.lint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import id.segel.hsm.SignatureScheme;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.bouncycastle.asn1.x509.Extension;
import org.junit.jupiter.api.Test;

class LinterTest {
    @Test
    void aRuleThatCrashesIsAFinding() {
        Linter linter = new Linter(List.of(new Crashing()));
        assertThat(linter.check(TbsRecipe.subscriber().subjectOfLint()))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.rule()).isEqualTo("lint.crashing");
                    assertThat(finding.message()).contains("out of paper");
                    assertThat(finding.source()).isEqualTo("this test");
                });
    }

    @Test
    void aLinterWithoutRulesOrWithOneTwiceIsRefused() {
        assertThatThrownBy(() -> new Linter(List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Linter(List.of(new Crashing(), new Crashing())))
                .hasMessageContaining("lint.crashing");
    }

    @Test
    void anExtensionThatIsNoneOfItsKindIsAFindingAndNoCrash() {
        TbsRecipe recipe = TbsRecipe.subscriber();
        recipe.replace(Extension.keyUsage, true, new org.bouncycastle.asn1.DERUTF8String("digitalSignature"));
        assertThat(Linter.standard().check(recipe.subjectOfLint()))
                .extracting(LintFinding::message)
                .contains("what the rule looks at is not of the form it must have")
                .noneMatch(message -> message.contains("could not look"));
    }

    @Test
    void aRuleThatFollowsLooksOnlyWhenTheOthersFoundNothing() {
        Linter linter = Linter.standard().followedBy(new Crashing());
        assertThat(linter.check(TbsRecipe.subscriber().subjectOfLint()))
                .extracting(LintFinding::rule)
                .containsExactly("lint.crashing");
        TbsRecipe broken = TbsRecipe.subscriber();
        broken.remove(Extension.certificatePolicies);
        assertThat(linter.check(broken.subjectOfLint()))
                .extracting(LintFinding::rule)
                .isNotEmpty()
                .doesNotContain("lint.crashing");
        assertThatThrownBy(() -> linter.followedBy(linter.rules().get(0))).hasMessageContaining("two lint rules");
    }

    @Test
    void anIssuerWithoutKeyIdentifierIsRefused() {
        TbsRecipe recipe = TbsRecipe.issuingAuthority();
        recipe.remove(Extension.subjectKeyIdentifier);
        byte[] certificate =
                TbsRecipe.encoded(new org.bouncycastle.asn1.DERSequence(new org.bouncycastle.asn1.ASN1Encodable[] {
                    org.bouncycastle.asn1.x509.TBSCertificate.getInstance(recipe.tbs()),
                    recipe.algorithm,
                    new org.bouncycastle.asn1.DERBitString(new byte[8])
                }));
        assertThatThrownBy(() -> LintIssuer.of(certificate, SignatureScheme.ECDSA_SHA256))
                .hasMessageContaining("subject key identifier");
    }

    @Test
    void oneLinterServesManyThreads() throws Exception {
        Linter linter = Linter.standard();
        TbsRecipe broken = TbsRecipe.subscriber();
        broken.version = null;
        broken.remove(Extension.certificatePolicies);
        List<LintFinding> expected = linter.check(broken.subjectOfLint());
        assertThat(expected).isNotEmpty();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<List<LintFinding>>> work = IntStream.range(0, 200)
                    .<Callable<List<LintFinding>>>mapToObj(i -> () -> linter.check(
                            i % 2 == 0
                                    ? broken.subjectOfLint()
                                    : TbsRecipe.subscriber().subjectOfLint()))
                    .toList();
            List<Future<List<LintFinding>>> results = threads.invokeAll(work);
            for (int i = 0; i < results.size(); i++) {
                assertThat(results.get(i).get()).isEqualTo(i % 2 == 0 ? expected : List.of());
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static final class Crashing implements LintRule {
        @Override
        public String id() {
            return "lint.crashing";
        }

        @Override
        public String description() {
            return "Never looks.";
        }

        @Override
        public String source() {
            return "this test";
        }

        @Override
        public LocalDate effective() {
            return LocalDate.EPOCH;
        }

        @Override
        public List<String> check(LintSubject subject) {
            throw new UnsupportedOperationException("out of paper");
        }
    }
}
