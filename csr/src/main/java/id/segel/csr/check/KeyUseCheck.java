package id.segel.csr.check;

import id.segel.csr.CsrCheck;
import id.segel.csr.CsrContext;
import id.segel.csr.Finding;
import id.segel.csr.FindingKind;
import id.segel.csr.ParsedCsr;
import java.util.List;

/** The key was not used before, by anybody, and is not blocked. */
final class KeyUseCheck implements CsrCheck {

    @Override
    public String id() {
        return "key-use";
    }

    @Override
    public String source() {
        return "domain.md 2.2 R5.6, PM 11/2018";
    }

    /**
     * Somebody else's key and a blocked key are told in the same words under the same id: the refused person learns only
     * that the key cannot be used (R5.6).
     */
    @Override
    public List<Finding> check(ParsedCsr csr, CsrContext context) {
        if (context.keyUse() == null) {
            return List.of();
        }
        return switch (context.keyUse().lookup(csr.spkiSha256())) {
            case UNUSED, SAME_APPLICATION -> List.of();
            case OWN_EARLIER -> List.of(FindingKind.KEY_USED_BEFORE.with());
            case ANOTHER_PERSON, BLOCKED -> List.of(FindingKind.KEY_UNUSABLE.with());
        };
    }
}
