package id.segel.csr.check;

import id.segel.csr.CsrCheck;
import id.segel.csr.CsrContext;
import id.segel.csr.Finding;
import id.segel.csr.FindingKind;
import id.segel.csr.ParsedCsr;
import id.segel.csr.PublicKeyDetails;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** An EC key is an uncompressed point on a named curve that the product takes. */
final class EcKeyCheck implements CsrCheck {

    @Override
    public String id() {
        return "ec-key";
    }

    @Override
    public String source() {
        return "RFC 5480 2.1.1 and 2.2, NIST SP 800-56A 5.6.2.3, domain.md 3.2";
    }

    @Override
    public List<Finding> check(ParsedCsr csr, CsrContext context) {
        if (!(csr.key() instanceof PublicKeyDetails.Ec ec)
                || context.keyRules().curves().isEmpty()) {
            return List.of();
        }
        List<Finding> findings = new ArrayList<>();
        Set<String> allowed = context.keyRules().curves();
        if (!allowed.contains(ec.curveName())) {
            List<String> names = allowed.stream().sorted().toList();
            findings.add(FindingKind.EC_CURVE.with(
                    ec.curveName(), String.join(" atau ", names), String.join(" or ", names)));
        }
        NistCurve.byName(ec.curveName()).ifPresent(curve -> {
            if (!curve.isUncompressed(ec.point())) {
                findings.add(FindingKind.EC_POINT_FORMAT.with(curve.pointOctets()));
            } else if (!curve.holds(ec.point())) {
                findings.add(FindingKind.EC_POINT_OFF_CURVE.with(ec.curveName()));
            }
        });
        return findings;
    }
}
