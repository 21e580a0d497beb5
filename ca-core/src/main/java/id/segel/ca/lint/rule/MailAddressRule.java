package id.segel.ca.lint.rule;

import id.segel.ca.lint.LintSubject;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1IA5String;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.ASN1UTF8String;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.OtherName;
import org.jspecify.annotations.Nullable;

/** An e-mail address is a Mailbox of RFC 5321, as rfc822Name where its local part is ASCII, else as SmtpUTF8Mailbox. */
final class MailAddressRule extends NamedRule {
    static final String SMTP_UTF8_MAILBOX = "1.3.6.1.5.5.7.8.9";

    private static final int LONGEST_LOCAL = 64;
    private static final int LONGEST_DOMAIN = 253;
    private static final String ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";
    private static final String LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
    private static final Pattern LOCAL = Pattern.compile(ATOM + "(?:\\." + ATOM + ")*");
    private static final Pattern DOMAIN = Pattern.compile(LABEL + "(?:\\." + LABEL + ")*");

    MailAddressRule() {
        super(
                "lint.mail-address",
                "An e-mail address is a mailbox: rfc822Name where its local part is ASCII, SmtpUTF8Mailbox where it is not,"
                        + " the domain in A-labels.",
                "RFC 5280 4.2.1.6, RFC 5321 4.1.2, RFC 9598 3",
                LocalDate.of(2024, 5, 1));
    }

    @Override
    public List<String> check(LintSubject subject) {
        ASN1Encodable value = subject.extensionValue(Extension.subjectAlternativeName);
        if (value == null) {
            return List.of();
        }
        List<String> faults = new ArrayList<>();
        for (GeneralName name : GeneralNames.getInstance(value).getNames()) {
            String fault = fault(name);
            if (fault != null) {
                // The address itself is personal data and not repeated.
                faults.add(fault);
            }
        }
        return faults;
    }

    private static @Nullable String fault(GeneralName name) {
        if (name.getTagNo() == GeneralName.rfc822Name) {
            return isMailbox(ASN1IA5String.getInstance(name.getName()).getString(), true)
                    ? null
                    : "an rfc822Name is no mailbox with an ASCII local part";
        }
        if (name.getTagNo() != GeneralName.otherName) {
            return null;
        }
        OtherName other = OtherName.getInstance(name.getName());
        if (!other.getTypeID().getId().equals(SMTP_UTF8_MAILBOX)) {
            return "an otherName is of the kind " + other.getTypeID();
        }
        ASN1Encodable held = other.getValue();
        if (held instanceof ASN1TaggedObject tagged) {
            held = tagged.getExplicitBaseObject();
        }
        return held instanceof ASN1UTF8String text && isMailbox(text.getString(), false)
                ? null
                : "an SmtpUTF8Mailbox is no mailbox with a local part beyond ASCII";
    }

    private static boolean isMailbox(String address, boolean ascii) {
        int at = address.lastIndexOf('@');
        if (at < 1) {
            return false;
        }
        String local = address.substring(0, at);
        String domain = address.substring(at + 1);
        if (domain.length() > LONGEST_DOMAIN || !DOMAIN.matcher(domain).matches()) {
            return false;
        }
        boolean localIsAscii = local.chars().allMatch(c -> c < 0x80);
        if (local.getBytes(java.nio.charset.StandardCharsets.UTF_8).length > LONGEST_LOCAL || localIsAscii != ascii) {
            return false;
        }
        return ascii
                ? LOCAL.matcher(local).matches()
                : local.codePoints()
                        .noneMatch(c -> c == '@'
                                || Character.isISOControl(c)
                                || Character.isWhitespace(c)
                                || Character.getType(c) == Character.FORMAT);
    }
}
