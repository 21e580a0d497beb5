package id.segel.csr.check;

import id.segel.csr.CsrCheck;
import id.segel.csr.CsrContext;
import id.segel.csr.ExpectedSubject;
import id.segel.csr.Finding;
import id.segel.csr.FindingKind;
import id.segel.csr.ParsedCsr;
import id.segel.csr.Shown;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/** E-mail address, agency, unit, position and subscriber number are the account's, where the request has them. */
final class AccountFieldsCheck implements CsrCheck {

    /** So many wrong values of one field are named; a reader needs no more. */
    private static final int MOST_NAMED = 5;

    @Override
    public String id() {
        return "account-fields";
    }

    @Override
    public String source() {
        return "domain.md 3.2";
    }

    @Override
    public List<Finding> check(ParsedCsr csr, CsrContext context) {
        ExpectedSubject subject = context.subject();
        if (subject == null) {
            return List.of();
        }
        List<String> addresses = new ArrayList<>(SubjectFields.values(csr, SubjectFields.EMAIL_ADDRESS));
        addresses.addAll(SubjectFields.requestedAddresses(csr));
        List<Finding> findings = new ArrayList<>();
        compare(findings, FindingKind.EMAIL_MISMATCH, addresses, subject.email(), PersonName::sameAddress);
        compare(
                findings,
                FindingKind.ORGANIZATION_MISMATCH,
                SubjectFields.values(csr, SubjectFields.ORGANIZATION),
                subject.organization(),
                PersonName::sameText);
        compare(
                findings,
                FindingKind.UNIT_MISMATCH,
                SubjectFields.values(csr, SubjectFields.ORGANIZATIONAL_UNIT),
                subject.organizationalUnit(),
                PersonName::sameText);
        compare(
                findings,
                FindingKind.TITLE_MISMATCH,
                SubjectFields.values(csr, SubjectFields.TITLE),
                subject.title(),
                PersonName::sameText);
        compare(
                findings,
                FindingKind.SERIAL_NUMBER_MISMATCH,
                SubjectFields.values(csr, SubjectFields.SERIAL_NUMBER),
                subject.serialNumber(),
                String::equals);
        return findings;
    }

    private static void compare(
            List<Finding> findings,
            FindingKind kind,
            List<String> found,
            @Nullable String expected,
            BiPredicate<String, String> same) {
        if (expected != null) {
            found.stream()
                    .distinct()
                    .filter(value -> !same.test(value, expected))
                    .limit(MOST_NAMED)
                    .forEach(value -> findings.add(kind.with(Shown.value(value), Shown.value(expected))));
        }
    }
}
