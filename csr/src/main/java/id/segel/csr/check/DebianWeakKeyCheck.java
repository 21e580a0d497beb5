package id.segel.csr.check;

import id.segel.csr.CsrCheck;
import id.segel.csr.CsrContext;
import id.segel.csr.Finding;
import id.segel.csr.FindingKind;
import id.segel.csr.ParsedCsr;
import id.segel.csr.PublicKeyDetails;
import id.segel.csr.debian.DebianWeakKeys;
import id.segel.csr.debian.ListedKeys;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * The key is none of those that Debian's OpenSSL could make between 2006 and 2008, whose private keys anybody can
 * compute. Which sizes are listed: {@link ListedKeys}.
 */
public final class DebianWeakKeyCheck implements CsrCheck {

    private static final int P256_BYTES = 32;
    private static final int P384_BYTES = 48;

    private final Supplier<DebianWeakKeys> list;

    /** With the bundled list, which is read when the first key is looked up. */
    public DebianWeakKeyCheck() {
        this(DebianWeakKeys::bundled);
    }

    /**
     * @param list asked at every look-up; throws when there is no list, and the request is then refused as one that
     *     cannot be checked
     */
    public DebianWeakKeyCheck(Supplier<DebianWeakKeys> list) {
        this.list = list;
    }

    @Override
    public String id() {
        return "debian-weak-key";
    }

    @Override
    public String source() {
        return "CVE-2008-0166, CA/Browser Forum BR 6.1.1.3, domain.md 3.2";
    }

    @Override
    public List<Finding> check(ParsedCsr csr, CsrContext context) {
        boolean weak = false;
        if (csr.key() instanceof PublicKeyDetails.Rsa rsa) {
            weak = list.get().containsRsa(rsa.modulus());
        } else if (csr.key() instanceof PublicKeyDetails.Ec ec) {
            weak = switch (ec.curveName()) {
                case "P-256" -> listed(ListedKeys.P_256, ec.point(), P256_BYTES);
                case "P-384" -> listed(ListedKeys.P_384, ec.point(), P384_BYTES);
                default -> false;
            };
        }
        return weak ? List.of(FindingKind.KEY_DEBIAN_WEAK.with()) : List.of();
    }

    /** The point may be in any form of SEC 1 2.3.3: x always stands behind the first byte. */
    private boolean listed(ListedKeys curve, byte[] point, int bytes) {
        return point.length > bytes
                && list.get().containsEc(curve, new BigInteger(1, Arrays.copyOfRange(point, 1, 1 + bytes)));
    }
}
