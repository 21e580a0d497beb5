package id.segel.ca.lint.rule;

import id.segel.ca.lint.LintSubject;
import id.segel.ca.profile.CertificateProfile.SubjectPart;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The subject has the attributes of the profile's template, in its order and with its fixed texts, and no other. */
final class SubjectTemplateRule extends NamedRule {
    private static final Map<String, String> OIDS = Map.of(
            "C", SubjectAttributes.COUNTRY,
            "ST", SubjectAttributes.STATE,
            "L", SubjectAttributes.LOCALITY,
            "O", SubjectAttributes.ORGANIZATION,
            "OU", SubjectAttributes.ORGANIZATIONAL_UNIT,
            "serialNumber", SubjectAttributes.SERIAL_NUMBER,
            "CN", SubjectAttributes.COMMON_NAME,
            "title", SubjectAttributes.TITLE,
            "givenName", SubjectAttributes.GIVEN_NAME,
            "surname", SubjectAttributes.SURNAME);

    SubjectTemplateRule() {
        super(
                "lint.subject-template",
                "The subject has the attributes of the profile's template, in its order and with its fixed texts, and no other.",
                "the profile; incidents 9 (order of names)",
                LANGUAGE);
    }

    @Override
    public List<String> check(LintSubject subject) {
        List<SubjectPart> template = subject.profile().subject();
        if (template.isEmpty()) {
            // The ceremony named the subject; that it is this one is another rule's.
            return List.of();
        }
        List<SubjectAttributes.Attribute> found = SubjectAttributes.of(subject);
        BitSet reached = new BitSet(found.size() + 1);
        reached.set(0);
        for (SubjectPart part : template) {
            BitSet next = new BitSet(found.size() + 1);
            for (int at = reached.nextSetBit(0); at >= 0; at = reached.nextSetBit(at + 1)) {
                if (part.optional()) {
                    next.set(at);
                }
                if (at < found.size() && fits(part, found.get(at))) {
                    next.set(at + 1);
                }
            }
            reached = next;
        }
        return reached.get(found.size())
                ? List.of()
                : List.of("the subject has the attributes "
                        + found.stream().map(SubjectAttributes.Attribute::oid).toList()
                        + ", which is not what the template of profile "
                        + subject.profile().name() + " makes");
    }

    private static boolean fits(SubjectPart part, SubjectAttributes.Attribute found) {
        @Nullable String fixed = part.value();
        return found.oid().equals(OIDS.get(part.type())) && (fixed == null || fixed.equals(found.text()));
    }
}
