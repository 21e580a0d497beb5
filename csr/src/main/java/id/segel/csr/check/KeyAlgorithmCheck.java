package id.segel.csr.check;

import id.segel.csr.CsrCheck;
import id.segel.csr.CsrContext;
import id.segel.csr.Finding;
import id.segel.csr.FindingKind;
import id.segel.csr.KeyRules;
import id.segel.csr.ParsedCsr;
import id.segel.csr.PublicKeyDetails;
import id.segel.csr.PublicKeyKind;
import java.util.ArrayList;
import java.util.List;

/** The public key is RSA or EC, is whole, and the product takes its kind. */
final class KeyAlgorithmCheck implements CsrCheck {

    @Override
    public String id() {
        return "key-algorithm";
    }

    @Override
    public String source() {
        return "RFC 3279 2.3, RFC 5480 2.1, domain.md 3.2";
    }

    @Override
    public List<Finding> check(ParsedCsr csr, CsrContext context) {
        if (csr.key() instanceof PublicKeyDetails.Malformed malformed) {
            return List.of(FindingKind.KEY_MALFORMED.with(malformed.kind().name()));
        }
        boolean refused = switch (csr.kind()) {
            case RSA -> !context.keyRules().rsaAllowed();
            case EC -> context.keyRules().curves().isEmpty();
            case OTHER -> true;
        };
        return refused
                ? List.of(FindingKind.KEY_ALGORITHM.with(
                        csr.kind() == PublicKeyKind.OTHER
                                ? csr.keyDescription()
                                : csr.kind().name(),
                        allowed(context.keyRules(), " atau "),
                        allowed(context.keyRules(), " or ")))
                : List.of();
    }

    private static String allowed(KeyRules rules, String or) {
        List<String> names = new ArrayList<>();
        if (rules.rsaAllowed()) {
            names.add("RSA");
        }
        rules.curves().stream().sorted().map(curve -> "EC " + curve).forEach(names::add);
        return String.join(or, names);
    }
}
