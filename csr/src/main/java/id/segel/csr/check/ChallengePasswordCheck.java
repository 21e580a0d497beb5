package id.segel.csr.check;

import id.segel.csr.CsrCheck;
import id.segel.csr.CsrContext;
import id.segel.csr.Finding;
import id.segel.csr.FindingKind;
import id.segel.csr.ParsedCsr;
import java.util.List;

/**
 * The request carries no challengePassword: it would be a password in clear text in a file that is kept for years.
 */
final class ChallengePasswordCheck implements CsrCheck {

    private static final String CHALLENGE_PASSWORD = "1.2.840.113549.1.9.7";

    @Override
    public String id() {
        return "challenge-password";
    }

    @Override
    public String source() {
        return "RFC 2985 5.4.1, domain.md 3.2";
    }

    @Override
    public List<Finding> check(ParsedCsr csr, CsrContext context) {
        return csr.attributes().stream().anyMatch(a -> a.oid().equals(CHALLENGE_PASSWORD))
                ? List.of(FindingKind.CHALLENGE_PASSWORD.with())
                : List.of();
    }
}
