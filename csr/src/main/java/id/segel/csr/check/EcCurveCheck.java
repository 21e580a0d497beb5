package id.segel.csr.check;

import id.segel.csr.CsrCheck;
import id.segel.csr.CsrContext;
import id.segel.csr.Finding;
import id.segel.csr.FindingKind;
import id.segel.csr.ParsedCsr;
import id.segel.csr.PublicKeyDetails;
import java.util.List;
import java.util.Set;

/** An EC key names its curve, and the product takes that curve. */
final class EcCurveCheck implements CsrCheck {

    @Override
    public String id() {
        return "ec-curve";
    }

    @Override
    public String source() {
        return "RFC 5480 2.1.1, CVE-2020-0601, domain.md 3.2";
    }

    @Override
    public List<Finding> check(ParsedCsr csr, CsrContext context) {
        Set<String> allowed = context.keyRules().curves();
        if (!(csr.key() instanceof PublicKeyDetails.Ec ec)
                || allowed.isEmpty()
                || ec.curveOid() != null && allowed.contains(ec.curveName())) {
            return List.of();
        }
        List<String> names = allowed.stream().sorted().toList();
        String indonesian = String.join(" atau ", names);
        String english = String.join(" or ", names);
        return List.of(
                switch (ec.curveName()) {
                    case PublicKeyDetails.Ec.EXPLICIT -> FindingKind.EC_PARAMETERS_EXPLICIT.with(indonesian, english);
                    case PublicKeyDetails.Ec.NONE -> FindingKind.EC_CURVE_MISSING.with(indonesian, english);
                    default -> FindingKind.EC_CURVE.with(ec.curveName(), indonesian, english);
                });
    }
}
