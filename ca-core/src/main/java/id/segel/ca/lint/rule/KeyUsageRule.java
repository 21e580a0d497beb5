package id.segel.ca.lint.rule;

import id.segel.ca.lint.LintSubject;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;

/** The key usage is there, has the profile's bits and no other, and is as critical as the profile says. */
final class KeyUsageRule extends NamedRule {
    private static final Map<String, Integer> BITS = Map.of(
            "digitalSignature", KeyUsage.digitalSignature,
            "nonRepudiation", KeyUsage.nonRepudiation,
            "keyEncipherment", KeyUsage.keyEncipherment,
            "dataEncipherment", KeyUsage.dataEncipherment,
            "keyAgreement", KeyUsage.keyAgreement,
            "keyCertSign", KeyUsage.keyCertSign,
            "cRLSign", KeyUsage.cRLSign);

    KeyUsageRule() {
        super(
                "lint.key-usage",
                "The key usage is there, has the profile's bits and no other, and is as critical as the profile says.",
                "RFC 5280 4.2.1.3",
                RFC_5280);
    }

    @Override
    public List<String> check(LintSubject subject) {
        Extension extension = subject.extension(Extension.keyUsage);
        ASN1Encodable value = subject.extensionValue(Extension.keyUsage);
        if (extension == null || value == null) {
            return List.of("there is no key usage");
        }
        if (extension.isCritical() != subject.profile().isKeyUsageCritical()) {
            return List.of("the key usage is " + (extension.isCritical() ? "" : "not ") + "critical");
        }
        int bits = 0;
        for (String usage : subject.profile().keyUsage()) {
            Integer bit = BITS.get(usage);
            if (bit == null) {
                return List.of("the profile has the key usage " + usage + ", which no rule knows");
            }
            bits |= bit;
        }
        KeyUsage expected = new KeyUsage(bits);
        return expected.toASN1Primitive().equals(value.toASN1Primitive())
                ? List.of()
                : List.of("the key usage is " + value + ", but the profile promises "
                        + subject.profile().keyUsage().stream().sorted().toList());
    }
}
