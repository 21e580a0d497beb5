package id.segel.csr;

import static org.assertj.core.api.Assertions.assertThat;

import id.segel.csr.check.StandardChecks;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EveryFindingTest {

    private static final Map<FindingKind, Supplier<FindingCases.Case>> CASES = FindingCases.all();

    private final CsrChecker checker = CsrChecker.standard();

    @Test
    void everyFindingHasACase() {
        assertThat(CASES.keySet()).containsExactlyInAnyOrder(FindingKind.values());
    }

    @ParameterizedTest
    @EnumSource
    void theCaseBringsAboutThisFindingAndNoOther(FindingKind kind) {
        FindingCases.Case example = theCase(kind);
        Set<String> expected =
                example.others().stream().map(FindingKind::id).collect(Collectors.toCollection(TreeSet::new));
        expected.add(kind.id());

        CsrReport report = checker.check(example.input(), example.context());

        assertThat(report.findings().stream().map(Finding::id).collect(Collectors.toSet()))
                .isEqualTo(expected);
        assertThat(report.refused())
                .isEqualTo(report.findings().stream().anyMatch(f -> f.severity() == Severity.ERROR));
    }

    @ParameterizedTest
    @EnumSource
    void theSentencesAreCompleteInBothLanguages(FindingKind kind) {
        FindingCases.Case example = theCase(kind);
        CsrReport report = checker.check(example.input(), example.context());
        for (Finding finding : report.findings()) {
            String indonesian = finding.message(Language.ID);
            String english = finding.message(Language.EN);
            assertThat(indonesian).endsWith(".").doesNotContain("%").hasSizeBetween(40, 500);
            assertThat(english).endsWith(".").doesNotContain("%").hasSizeBetween(40, 500);
            assertThat(indonesian).isNotEqualTo(english);
        }
    }

    @Test
    void idsAreKebabCaseAndDifferent() {
        List<String> ids =
                Arrays.stream(FindingKind.values()).map(FindingKind::id).toList();
        assertThat(ids).allMatch(id -> id.matches("csr\\.[a-z0-9]+(-[a-z0-9]+)*"));
        assertThat(new HashSet<>(ids)).hasSameSizeAs(ids);
    }

    @Test
    void everyCheckIsNeededBySomeCase() {
        Map<FindingCases.Case, CsrReport> complete = new IdentityHashMap<>();
        CASES.values().stream().map(Supplier::get).forEach(c -> complete.put(c, checker.check(c.input(), c.context())));
        for (CsrCheck left : StandardChecks.all()) {
            List<CsrCheck> others = new ArrayList<>(StandardChecks.all());
            others.removeIf(check -> check.id().equals(left.id()));
            assertThat(others).as("ids are unique").hasSize(StandardChecks.all().size() - 1);
            assertThat(left.source()).isNotBlank();
            CsrChecker poorer = new CsrChecker(others);
            // Only where a check has something to say can it be missed; so most cases need not be tried without it.
            CsrChecker alone = new CsrChecker(List.of(left));
            assertThat(complete.entrySet().stream()
                            .filter(entry -> !alone.check(
                                            entry.getKey().input(),
                                            entry.getKey().context())
                                    .findings()
                                    .isEmpty())
                            .anyMatch(entry -> !poorer.check(
                                            entry.getKey().input(),
                                            entry.getKey().context())
                                    .findings()
                                    .equals(entry.getValue().findings())))
                    .as("some case fails without the check %s", left.id())
                    .isTrue();
        }
    }

    private static FindingCases.Case theCase(FindingKind kind) {
        Supplier<FindingCases.Case> example = CASES.get(kind);
        if (example == null) {
            throw new AssertionError("no case for " + kind);
        }
        return example.get();
    }
}
