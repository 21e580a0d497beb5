package id.segel.csr.check;

import id.segel.csr.CsrCheck;
import id.segel.csr.CsrContext;
import id.segel.csr.Finding;
import id.segel.csr.FindingKind;
import id.segel.csr.ParsedCsr;
import id.segel.csr.PublicKeyDetails;
import java.util.List;

/**
 * An EC key on a known curve is an uncompressed point of that curve. Its order needs no test: see
 * {@link NistCurve#holds}.
 */
final class EcPointCheck implements CsrCheck {

    @Override
    public String id() {
        return "ec-point";
    }

    @Override
    public String source() {
        return "RFC 5480 2.2, NIST SP 800-56A 5.6.2.3, CA/B BR 6.1.6, domain.md 3.2";
    }

    @Override
    public List<Finding> check(ParsedCsr csr, CsrContext context) {
        if (!(csr.key() instanceof PublicKeyDetails.Ec ec)
                || context.keyRules().curves().isEmpty()) {
            return List.of();
        }
        return NistCurve.byName(ec.curveName()).map(curve -> judge(curve, ec)).orElse(List.of());
    }

    private static List<Finding> judge(NistCurve curve, PublicKeyDetails.Ec ec) {
        if (NistCurve.isInfinity(ec.point())) {
            return List.of(FindingKind.EC_POINT_INFINITY.with());
        }
        if (!curve.isUncompressed(ec.point())) {
            return List.of(FindingKind.EC_POINT_FORMAT.with(curve.pointOctets()));
        }
        return curve.holds(ec.point()) ? List.of() : List.of(FindingKind.EC_POINT_OFF_CURVE.with(ec.curveName()));
    }
}
