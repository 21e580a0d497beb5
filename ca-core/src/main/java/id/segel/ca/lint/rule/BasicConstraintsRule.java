package id.segel.ca.lint.rule;

import id.segel.ca.lint.LintSubject;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.jspecify.annotations.Nullable;

/** Only a CA profile makes a CA, and with the profile's path length. */
final class BasicConstraintsRule extends NamedRule {
    BasicConstraintsRule() {
        super(
                "lint.basic-constraints",
                "Only a CA profile makes a CA, critical and with the profile's path length; a leaf says CA:FALSE only where its profile does.",
                "RFC 5280 4.2.1.9; incidents 24",
                RFC_5280);
    }

    @Override
    public List<String> check(LintSubject subject) {
        Extension extension = subject.extension(Extension.basicConstraints);
        ASN1Encodable value = subject.extensionValue(Extension.basicConstraints);
        boolean authority = subject.profile().isCertificationAuthority();
        if (extension == null || value == null) {
            if (authority) {
                return List.of("a CA certificate needs basic constraints");
            }
            return subject.profile().deniesAuthority()
                    ? List.of("the profile promises CA:FALSE and there are no basic constraints")
                    : List.of();
        }
        BasicConstraints found = BasicConstraints.getInstance(value);
        List<String> faults = new ArrayList<>();
        if (!authority && !subject.profile().deniesAuthority()) {
            faults.add("there are basic constraints, but the profile leaves them out");
        }
        if (found.isCA() != authority) {
            faults.add("basic constraints say CA:" + found.isCA() + ", but the profile "
                    + subject.profile().name() + " is " + (authority ? "" : "not ") + "a CA's");
        }
        if (authority && !extension.isCritical()) {
            faults.add("basic constraints of a CA are not critical");
        }
        Integer expected = subject.profile().pathLength();
        Integer length = pathLength(found);
        if (!Objects.equals(length, expected)) {
            faults.add("the path length is " + length + ", but the profile promises " + expected);
        }
        return faults;
    }

    private static @Nullable Integer pathLength(BasicConstraints constraints) {
        ASN1Integer length = constraints.getPathLenConstraintInteger();
        return length == null ? null : length.intValueExact();
    }
}
