package id.segel.ca.lint.rule;

import id.segel.ca.lint.LintSubject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;

/** Every extended key usage goes with the key usage, and none is anyExtendedKeyUsage. */
final class ExtendedKeyUsageFitsRule extends NamedRule {
    private static final int SIGNING = KeyUsage.digitalSignature | KeyUsage.nonRepudiation;
    private static final Map<KeyPurposeId, Integer> CONSISTENT = Map.of(
            KeyPurposeId.id_kp_serverAuth,
            KeyUsage.digitalSignature | KeyUsage.keyEncipherment | KeyUsage.keyAgreement,
            KeyPurposeId.id_kp_clientAuth,
            KeyUsage.digitalSignature | KeyUsage.keyAgreement,
            KeyPurposeId.id_kp_codeSigning,
            KeyUsage.digitalSignature,
            KeyPurposeId.id_kp_emailProtection,
            SIGNING | KeyUsage.keyEncipherment | KeyUsage.keyAgreement,
            KeyPurposeId.id_kp_timeStamping,
            SIGNING,
            KeyPurposeId.id_kp_OCSPSigning,
            SIGNING);

    ExtendedKeyUsageFitsRule() {
        super(
                "lint.extended-key-usage-fits",
                "Every extended key usage goes with the key usage, and none is anyExtendedKeyUsage.",
                "RFC 5280 4.2.1.12, RFC 6960 4.2.2.2, RFC 3161 2.3",
                RFC_5280);
    }

    @Override
    public List<String> check(LintSubject subject) {
        ASN1Encodable value = subject.extensionValue(Extension.extendedKeyUsage);
        if (value == null) {
            return List.of();
        }
        ExtendedKeyUsage extended = ExtendedKeyUsage.getInstance(value);
        KeyUsage usage = KeyUsage.getInstance(subject.extensionValue(Extension.keyUsage));
        List<String> faults = new ArrayList<>();
        for (KeyPurposeId purpose : extended.getUsages()) {
            Integer fitting = CONSISTENT.get(purpose);
            if (fitting != null && usage != null && !hasOneOf(usage, fitting)) {
                faults.add("the extended key usage " + purpose.getId() + " goes with no bit of the key usage " + usage);
            }
            if (purpose.equals(KeyPurposeId.anyExtendedKeyUsage)) {
                faults.add("anyExtendedKeyUsage limits nothing");
            }
        }
        if (extended.hasKeyPurposeId(KeyPurposeId.id_kp_timeStamping)
                && !(extended.size() == 1 && isCritical(subject))) {
            faults.add("timeStamping does not stand alone and critical");
        }
        return faults;
    }

    private static boolean isCritical(LintSubject subject) {
        Extension extension = subject.extension(Extension.extendedKeyUsage);
        return extension != null && extension.isCritical();
    }

    private static boolean hasOneOf(KeyUsage usage, int bits) {
        for (int bit = 1; bit <= KeyUsage.decipherOnly; bit <<= 1) {
            if ((bits & bit) != 0 && usage.hasUsages(bit)) {
                return true;
            }
        }
        return false;
    }
}
