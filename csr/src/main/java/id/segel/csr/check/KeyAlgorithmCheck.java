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

/** The public key is RSA, EC or Ed25519, is whole, and the product takes its kind. */
final class KeyAlgorithmCheck implements CsrCheck {

    @Override
    public String id() {
        return "key-algorithm";
    }

    @Override
    public String source() {
        return "RFC 3279 2.3, RFC 5480 2.1, RFC 8410 3, domain.md 3.2";
    }

    @Override
    public List<Finding> check(ParsedCsr csr, CsrContext context) {
        if (csr.key() instanceof PublicKeyDetails.Malformed malformed) {
            return List.of(FindingKind.KEY_MALFORMED.with(malformed.kind().label()));
        }
        KeyRules rules = context.keyRules();
        boolean refused = switch (csr.kind()) {
            case RSA -> !rules.rsaAllowed();
            case EC -> rules.curves().isEmpty();
            case ED25519 -> !rules.ed25519Allowed();
            case OTHER -> true;
        };
        if (!refused) {
            return List.of();
        }
        if (csr.key() instanceof PublicKeyDetails.Other other
                && other.algorithm().equals(PublicKeyDetails.Other.RSASSA_PSS)) {
            return List.of(FindingKind.RSA_PSS_KEY.with(allowed(rules, " atau "), allowed(rules, " or ")));
        }
        return List.of(FindingKind.KEY_ALGORITHM.with(
                csr.kind() == PublicKeyKind.OTHER
                        ? csr.keyDescription()
                        : csr.kind().label(),
                allowed(rules, " atau "),
                allowed(rules, " or ")));
    }

    private static String allowed(KeyRules rules, String or) {
        List<String> names = new ArrayList<>();
        if (rules.rsaAllowed()) {
            names.add(PublicKeyKind.RSA.label());
        }
        rules.curves().stream().sorted().map(curve -> "EC " + curve).forEach(names::add);
        if (rules.ed25519Allowed()) {
            names.add(PublicKeyKind.ED25519.label());
        }
        return String.join(or, names);
    }
}
