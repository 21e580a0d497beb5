package id.segel.ca.lint.rule;

import id.segel.ca.lint.LintSubject;
import id.segel.ca.profile.QcTerms;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1IA5String;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1PrintableString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.qualified.QCStatement;

/** The QCStatements are the profile's and no other. */
final class QcStatementsRule extends NamedRule {
    private static final String COMPLIANCE = "0.4.0.1862.1.1";
    private static final String SSCD = "0.4.0.1862.1.4";
    private static final String DISCLOSURES = "0.4.0.1862.1.5";
    private static final String TYPES = "0.4.0.1862.1.6";
    private static final Map<String, String> TYPE_NAMES =
            Map.of(TYPES + ".1", "esign", TYPES + ".2", "eseal", TYPES + ".3", "web");

    QcStatementsRule() {
        super(
                "lint.qc-statements",
                "The QCStatements are the profile's and no other; without any in the profile there is no such extension.",
                "RFC 3739 3.2.6, ETSI EN 319 412-5 4.2 and 4.3",
                LocalDate.of(2016, 2, 1));
    }

    @Override
    public List<String> check(LintSubject subject) {
        List<String> found = new ArrayList<>();
        ASN1Encodable value = subject.extensionValue(Extension.qCStatements);
        if (value != null) {
            for (ASN1Encodable each : ASN1Sequence.getInstance(value)) {
                found.add(text(QCStatement.getInstance(each)));
            }
        }
        List<String> expected = expected(subject.profile().qcTerms());
        return found.equals(expected)
                ? List.of()
                : List.of("the QCStatements are " + found + ", but the profile promises " + expected);
    }

    private static List<String> expected(@org.jspecify.annotations.Nullable QcTerms terms) {
        List<String> expected = new ArrayList<>();
        if (terms == null) {
            return expected;
        }
        if (terms.compliance()) {
            expected.add(COMPLIANCE);
        }
        if (terms.sscd()) {
            expected.add(SSCD);
        }
        if (!terms.disclosures().isEmpty()) {
            expected.add(DISCLOSURES + " "
                    + terms.disclosures().stream()
                            .map(each -> each.language() + " " + each.url())
                            .toList());
        }
        if (!terms.types().isEmpty()) {
            expected.add(TYPES + " " + terms.types());
        }
        return expected;
    }

    private static String text(QCStatement statement) {
        String id = statement.getStatementId().getId();
        ASN1Encodable info = statement.getStatementInfo();
        if (info == null) {
            return id;
        }
        List<String> parts = new ArrayList<>();
        for (ASN1Encodable each : ASN1Sequence.getInstance(info)) {
            if (id.equals(DISCLOSURES)) {
                ASN1Sequence place = ASN1Sequence.getInstance(each);
                if (place.size() != 2) {
                    return id + " of another form";
                }
                parts.add(ASN1PrintableString.getInstance(place.getObjectAt(1)).getString() + " "
                        + ASN1IA5String.getInstance(place.getObjectAt(0)).getString());
            } else {
                String type = ASN1ObjectIdentifier.getInstance(each).getId();
                parts.add(TYPE_NAMES.getOrDefault(type, type));
            }
        }
        return id + " " + parts;
    }
}
