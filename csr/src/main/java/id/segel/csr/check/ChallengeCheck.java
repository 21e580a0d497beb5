package id.segel.csr.check;

import id.segel.csr.Challenge;
import id.segel.csr.CsrCheck;
import id.segel.csr.CsrContext;
import id.segel.csr.Finding;
import id.segel.csr.FindingKind;
import id.segel.csr.ParsedCsr;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;

/** The request carries the challenge of this application; none is no fault, another application's is. */
final class ChallengeCheck implements CsrCheck {

    @Override
    public String id() {
        return "challenge";
    }

    @Override
    public String source() {
        return "domain.md 2.2 R4.2, R5.6";
    }

    @Override
    public List<Finding> check(ParsedCsr csr, CsrContext context) {
        byte[] expected = context.challenge();
        if (expected == null) {
            return List.of();
        }
        if (csr.attributes().stream().noneMatch(a -> a.oid().equals(Challenge.OID))) {
            return List.of(FindingKind.CHALLENGE_MISSING.with());
        }
        Optional<byte[]> found = csr.challenge().filter(c -> c.length == Challenge.LENGTH);
        if (found.isEmpty()) {
            return List.of(FindingKind.CHALLENGE_MALFORMED.with(Challenge.LENGTH));
        }
        return MessageDigest.isEqual(found.get(), expected)
                ? List.of()
                : List.of(FindingKind.CHALLENGE_MISMATCH.with());
    }
}
