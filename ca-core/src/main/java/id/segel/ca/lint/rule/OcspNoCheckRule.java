package id.segel.ca.lint.rule;

import id.segel.ca.lint.LintSubject;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Null;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;

/** id-pkix-ocsp-nocheck is there, and NULL, where the profile says so and only in responders' certificates. */
final class OcspNoCheckRule extends NamedRule {
    OcspNoCheckRule() {
        super(
                "lint.ocsp-no-check",
                "id-pkix-ocsp-nocheck is there, and NULL, where the profile says so, and only beside the extended key usage"
                        + " OCSPSigning.",
                "RFC 6960 4.2.2.2.1",
                RFC_5280);
    }

    @Override
    public List<String> check(LintSubject subject) {
        ASN1Encodable value = subject.extensionValue(OCSPObjectIdentifiers.id_pkix_ocsp_nocheck);
        boolean promised = subject.profile().hasOcspNoCheck();
        List<String> faults = new ArrayList<>();
        if (promised != (value != null)) {
            faults.add("id-pkix-ocsp-nocheck is " + (promised ? "missing" : "there, which makes a stolen key last"));
        }
        if (value != null && !(value.toASN1Primitive() instanceof ASN1Null)) {
            faults.add("id-pkix-ocsp-nocheck is not NULL");
        }
        ExtendedKeyUsage usage = ExtendedKeyUsage.getInstance(subject.extensionValue(Extension.extendedKeyUsage));
        if (value != null && (usage == null || !usage.hasKeyPurposeId(KeyPurposeId.id_kp_OCSPSigning))) {
            faults.add("id-pkix-ocsp-nocheck is there without the extended key usage OCSPSigning");
        }
        return faults;
    }
}
