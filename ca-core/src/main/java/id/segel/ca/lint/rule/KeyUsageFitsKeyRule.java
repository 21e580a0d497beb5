package id.segel.ca.lint.rule;

import id.segel.ca.lint.LintSubject;
import java.time.LocalDate;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;

/** The key usage is one this kind of key can have. */
final class KeyUsageFitsKeyRule extends NamedRule {
    private static final int ENCIPHERMENT = KeyUsage.keyEncipherment | KeyUsage.dataEncipherment;
    private static final int AGREEMENT = KeyUsage.keyAgreement | KeyUsage.encipherOnly | KeyUsage.decipherOnly;

    KeyUsageFitsKeyRule() {
        super(
                "lint.key-usage-fits-key",
                "The key usage is one this kind of key can have: no key agreement with RSA, no encipherment with EC, only"
                        + " signatures with Ed25519.",
                "RFC 3279 2.3.1, RFC 8813 3, RFC 9295 3",
                LocalDate.of(2020, 8, 1));
    }

    @Override
    public List<String> check(LintSubject subject) {
        ASN1Encodable value = subject.extensionValue(Extension.keyUsage);
        if (value == null) {
            return List.of();
        }
        SubjectKey key = SubjectKey.of(subject.subjectPublicKeyInfoBytes());
        int impossible = switch (key.kind()) {
            case RSA -> AGREEMENT;
            case EC -> ENCIPHERMENT;
            case ED25519, OTHER -> ENCIPHERMENT | AGREEMENT;
        };
        int bits = bits(KeyUsage.getInstance(value));
        return (bits & impossible) == 0
                ? List.of()
                : List.of("the key usage " + value + " has bits that a key of the kind " + key + " cannot have");
    }

    private static int bits(KeyUsage usage) {
        int bits = 0;
        for (int bit : new int[] {
            KeyUsage.keyEncipherment,
            KeyUsage.dataEncipherment,
            KeyUsage.keyAgreement,
            KeyUsage.encipherOnly,
            KeyUsage.decipherOnly
        }) {
            if (usage.hasUsages(bit)) {
                bits |= bit;
            }
        }
        return bits;
    }
}
