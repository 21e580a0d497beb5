package id.segel.ca.lint.rule;

import id.segel.ca.lint.LintSubject;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Null;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;

/** id-pkix-ocsp-nocheck is there, and NULL, where the profile says so and nowhere else. */
final class OcspNoCheckRule extends NamedRule {
    OcspNoCheckRule() {
        super(
                "lint.ocsp-no-check",
                "id-pkix-ocsp-nocheck is there, and NULL, where the profile says so and nowhere else.",
                "RFC 6960 4.2.2.2.1",
                RFC_5280);
    }

    @Override
    public List<String> check(LintSubject subject) {
        ASN1Encodable value = subject.extensionValue(OCSPObjectIdentifiers.id_pkix_ocsp_nocheck);
        boolean promised = subject.profile().hasOcspNoCheck();
        if (promised != (value != null)) {
            return List.of(
                    "id-pkix-ocsp-nocheck is " + (promised ? "missing" : "there, which makes a stolen key last"));
        }
        return value == null || value.toASN1Primitive() instanceof ASN1Null
                ? List.of()
                : List.of("id-pkix-ocsp-nocheck is not NULL");
    }
}
