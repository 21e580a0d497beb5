package id.segel.csr;

import static org.assertj.core.api.Assertions.assertThat;

import id.segel.csr.check.StandardChecks;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which checks run when: the dear ones last, and not again where the bytes settled them. */
class CsrCheckerTest {

    private final List<String> ran = new ArrayList<>();
    private final byte[] request = RequestBuilder.ec().der();

    @Test
    void aCheckForOtherwiseGoodRequestsRunsLastWhereverItStands() {
        CsrChecker checker = new CsrChecker(List.of(
                new Probe("dear", false, true, List.of(FindingKind.RSA_MODULUS_PRIME.with())),
                new Probe("cheap", false, false, List.of(FindingKind.ATTRIBUTE_IGNORED.with("x")))));
        CsrReport report = checker.check(request, FindingCases.PLAIN);
        assertThat(ran).containsExactly("cheap", "dear");
        assertThat(report.findings())
                .extracting(Finding::id)
                .containsExactly("csr.attribute-ignored", "csr.rsa-modulus-prime");
        assertThat(report.refused()).isTrue();
    }

    @Test
    void itDoesNotRunOnceSomethingRefusesTheRequest() {
        CsrChecker checker = new CsrChecker(List.of(
                new Probe("dear", false, true, List.of()),
                new Probe("cheap", false, false, List.of(FindingKind.RSA_PARAMETERS.with())),
                new Probe("another", false, false, List.of())));
        assertThat(checker.check(request, FindingCases.PLAIN).refused()).isTrue();
        assertThat(ran).containsExactly("cheap", "another");
    }

    @Test
    void aCheckThatCrashesRefusesTheRequestInARecheckToo() {
        List<String> told = new ArrayList<>();
        CsrCheck crashing = new CsrCheck() {
            @Override
            public String id() {
                return "crashing";
            }

            @Override
            public String source() {
                return "this test";
            }

            @Override
            public List<Finding> check(ParsedCsr csr, CsrContext context) {
                throw new IllegalStateException("the database is away");
            }
        };
        CsrChecker checker =
                new CsrChecker(List.of(crashing), (check, cause) -> told.add(check + ": " + cause.getMessage()));
        assertThat(checker.check(request, FindingCases.PLAIN).refused()).isTrue();
        assertThat(checker.recheck(request, FindingCases.PLAIN).refused()).isTrue();
        assertThat(told).containsExactly("crashing: the database is away", "crashing: the database is away");
    }

    @Test
    void aRecheckLeavesOutWhatTheBytesSettled() {
        CsrChecker checker = new CsrChecker(List.of(
                new Probe("settled", true, false, List.of(FindingKind.SIGNATURE_INVALID.with())),
                new Probe("settled and dear", true, true, List.of()),
                new Probe("of the day", false, false, List.of())));
        assertThat(checker.recheck(request, FindingCases.PLAIN).refused()).isFalse();
        assertThat(ran).containsExactly("of the day");
        ran.clear();
        assertThat(checker.check(request, FindingCases.PLAIN).refused()).isTrue();
        assertThat(ran).containsExactly("settled", "of the day");
    }

    @Test
    void aRecheckSeesWhatHasChangedInTheWorld() {
        CsrChecker checker = CsrChecker.standard();
        assertThat(checker.recheck(request, FindingCases.use(KeyUse.SAME_APPLICATION))
                        .refused())
                .isFalse();
        CsrReport blocked = checker.recheck(request, FindingCases.use(KeyUse.BLOCKED));
        assertThat(blocked.findings()).extracting(Finding::id).containsExactly("csr.key-unusable");
        assertThat(blocked.refused()).isTrue();
        assertThat(checker.recheck(RequestBuilder.rsa().commonName("Budi").der(), FindingCases.ACCOUNT)
                        .refused())
                .isTrue();
    }

    @Test
    void aRecheckStillRefusesWhatIsNoRequest() {
        CsrReport report = CsrChecker.standard().recheck(new byte[1], FindingCases.PLAIN);
        assertThat(report.refused()).isTrue();
        assertThat(report.csr()).isNull();
    }

    @Test
    void onlyTheProofOfPossessionAndThePrimeTestAreSettledByTheBytes() {
        assertThat(StandardChecks.all().stream()
                        .filter(CsrCheck::settledByBytes)
                        .map(CsrCheck::id))
                .containsExactlyInAnyOrder("proof-of-possession", "rsa-prime-modulus");
        assertThat(StandardChecks.all().stream()
                        .filter(CsrCheck::onlyIfNothingFailed)
                        .map(CsrCheck::id))
                .containsExactly("rsa-prime-modulus");
    }

    /** Writes down that it ran, and says what it was told to say. */
    private final class Probe implements CsrCheck {

        private final String id;
        private final boolean settledByBytes;
        private final boolean last;
        private final List<Finding> findings;

        Probe(String id, boolean settledByBytes, boolean last, List<Finding> findings) {
            this.id = id;
            this.settledByBytes = settledByBytes;
            this.last = last;
            this.findings = findings;
        }

        @Override
        public String id() {
            return id;
        }

        @Override
        public String source() {
            return "this test";
        }

        @Override
        public boolean settledByBytes() {
            return settledByBytes;
        }

        @Override
        public boolean onlyIfNothingFailed() {
            return last;
        }

        @Override
        public List<Finding> check(ParsedCsr csr, CsrContext context) {
            ran.add(id);
            return findings;
        }
    }
}
