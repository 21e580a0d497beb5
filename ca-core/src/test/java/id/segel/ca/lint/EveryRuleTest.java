package id.segel.ca.lint;

import static org.assertj.core.api.Assertions.assertThat;

import id.segel.ca.lint.rule.StandardRules;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule with certificates that pass and certificates it refuses. */
class EveryRuleTest {
    private static final Linter LINTER = Linter.standard();

    static List<RuleCase> cases() {
        return Stream.concat(FieldRuleCases.all().stream(), ExtensionRuleCases.all().stream())
                .toList();
    }

    @Test
    void everyRuleIsTried() {
        Set<String> tried = cases().stream().map(RuleCase::rule).collect(Collectors.toSet());
        assertThat(StandardRules.all()).extracting(LintRule::id).containsExactlyInAnyOrderElementsOf(tried);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theGoodCertificatePassesAndTheBrokenOneIsRefusedNamingTheRule(RuleCase each) {
        assertThat(LINTER.check(each.passing().get()))
                .as("the good certificate")
                .isEmpty();
        assertThat(LINTER.check(each.failing().get()))
                .as("the broken certificate")
                .anySatisfy(finding -> {
                    assertThat(finding.rule()).isEqualTo(each.rule());
                    assertThat(finding.source()).isNotBlank();
                    assertThat(finding.message()).isNotBlank().doesNotContain("could not look");
                });
    }

    @Test
    void everyRuleSaysWhatItIsAndWhereItComesFrom() {
        assertThat(LINTER.rules()).hasSizeGreaterThanOrEqualTo(45).allSatisfy(rule -> {
            assertThat(rule.id()).matches("lint(\\.[a-z0-9]+(-[a-z0-9]+)*)+");
            assertThat(rule.description()).endsWith(".").doesNotContain("|");
            assertThat(rule.source()).isNotBlank().doesNotContain("|");
            assertThat(rule.effective()).isBefore(java.time.LocalDate.of(2026, 12, 1));
        });
    }
}
