package id.segel.ca.profile;

import id.segel.ca.profile.CertificateProfile.SubjectPart;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The subject template and the subject alternative name of a profile.
 *
 * @param parts attributes in order
 * @param emailField the account field of the e-mail address, or null for no subject alternative name
 * @param smtpUtf8Mailbox whether an address with a non-ASCII local part is taken, as SmtpUTF8Mailbox (RFC 9598)
 */
record SubjectSection(List<SubjectPart> parts, @Nullable String emailField, boolean smtpUtf8Mailbox) {
    private static final int MOST_PARTS = 32;
    private static final List<String> FIELDS = List.of("agency", "unit", "subscriberNumber", "fullName", "position");
    private static final List<String> SUBJECT_TYPES = java.util.Arrays.stream(NameAttribute.values())
            .map(NameAttribute::label)
            .toList();
    /** Fields that hold what a PrintableString can hold. */
    private static final Set<String> PRINTABLE_FIELDS = Set.of("subscriberNumber");

    static SubjectSection read(JsonPlace profile) {
        List<SubjectPart> parts = new ArrayList<>();
        Map<NameAttribute, Integer> seen = new EnumMap<>(NameAttribute.class);
        for (JsonPlace place : profile.items("subject", MOST_PARTS)) {
            SubjectPart part = part(place, seen);
            if (part != null) {
                parts.add(part);
            }
        }
        String email = null;
        boolean mailbox = false;
        if (profile.has("subjectAlternativeName")) {
            JsonPlace place = profile.at("subjectAlternativeName");
            if (place.isObjectOf("rfc822Name", "smtpUtf8Mailbox")) {
                email = place.requiredText("rfc822Name");
                mailbox = place.flag("smtpUtf8Mailbox", false);
                if (email != null && !email.equals("email")) {
                    place.fault("rfc822Name", "the only account field with an address is email, not " + email);
                }
            }
        }
        return new SubjectSection(List.copyOf(parts), email, mailbox);
    }

    private static @Nullable SubjectPart part(JsonPlace place, Map<NameAttribute, Integer> seen) {
        if (!place.isObjectOf("type", "value", "from", "optional")) {
            return null;
        }
        String type = place.requiredText("type");
        String value = place.text("value");
        String from = place.text("from");
        boolean optional = place.flag("optional", false);
        if (type == null) {
            return null;
        }
        NameAttribute attribute = NameAttribute.of(type).orElse(null);
        if (attribute == null) {
            place.fault("type", type + " is not one of " + SUBJECT_TYPES);
            return null;
        }
        if (seen.merge(attribute, 1, Integer::sum) == 2 && attribute.isSingle()) {
            place.fault("type", "the subject has more than one " + type + "; leave one out");
        }
        if (place.has("value") == place.has("from")) {
            place.fault("give either value, a fixed text, or from, an account field");
        }
        if (value != null) {
            fixed(place, attribute, value, optional);
        }
        if (from != null) {
            field(place, attribute, from);
        }
        if (optional && (attribute == NameAttribute.COMMON_NAME || attribute == NameAttribute.COUNTRY)) {
            place.fault("optional", "every subject has its " + type + "; leave optional out");
        }
        return new SubjectPart(type, value, from, optional);
    }

    private static void fixed(JsonPlace place, NameAttribute attribute, String value, boolean optional) {
        String fault = attribute.fault(value);
        if (fault != null) {
            place.fault("value", "\"" + value + "\" " + fault);
        }
        if (optional) {
            place.fault("optional", "a fixed text is always there; leave optional out");
        }
    }

    private static void field(JsonPlace place, NameAttribute attribute, String from) {
        if (from.equals("email")) {
            place.fault(
                    "from",
                    "an e-mail address stands in subjectAlternativeName and not in the name (RFC 5280 4.1.2.6)");
        } else if (!FIELDS.contains(from)) {
            place.fault("from", from + " is not one of " + FIELDS);
        } else if (attribute == NameAttribute.COUNTRY) {
            place.fault("from", "no account field holds a country; give value, such as ID");
        } else if (attribute.isPrintable() && !PRINTABLE_FIELDS.contains(from)) {
            place.fault(
                    "from",
                    attribute.label() + " is a PrintableString (RFC 5280 Appendix A.1), which " + from
                            + " may not fit; use one of " + PRINTABLE_FIELDS);
        }
    }

    /** What a profile of this kind must have here. */
    void check(JsonPlace profile, CertificateKind kind) {
        if (kind != CertificateKind.SUBSCRIBER) {
            if (!parts.isEmpty()) {
                profile.fault(
                        "subject", "the ceremony names the subject of a profile of kind " + kind + "; leave it []");
            }
            if (emailField != null) {
                profile.fault(
                        "subjectAlternativeName", "a profile of kind " + kind + " has no account to take it from");
            }
            return;
        }
        if (parts.isEmpty()) {
            profile.fault("subject", "a subscriber profile needs a subject template");
            return;
        }
        require(profile, NameAttribute.COUNTRY, "such as {\"type\": \"C\", \"value\": \"ID\"}");
        require(profile, NameAttribute.COMMON_NAME, "such as {\"type\": \"CN\", \"from\": \"fullName\"}");
    }

    private void require(JsonPlace profile, NameAttribute attribute, String example) {
        if (parts.stream().noneMatch(part -> part.type().equals(attribute.label()))) {
            profile.fault("subject", "there is no " + attribute.label() + "; add one, " + example);
        }
    }
}
