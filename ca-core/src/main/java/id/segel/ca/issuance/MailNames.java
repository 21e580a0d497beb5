package id.segel.ca.issuance;

import id.segel.ca.profile.CertificateProfile;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x509.GeneralName;

/**
 * E-mail addresses as subject alternative names: rfc822Name where the local part is ASCII (RFC 5280 4.2.1.6),
 * SmtpUTF8Mailbox only where it is not and the profile takes it (RFC 9598 3). The domain is ASCII either way, an
 * internationalised one in A-labels.
 */
final class MailNames {
    private static final ASN1ObjectIdentifier SMTP_UTF8_MAILBOX = new ASN1ObjectIdentifier("1.3.6.1.5.5.7.8.9");
    private static final Pattern DOMAIN = Pattern.compile(
            "(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)(?:\\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*");

    private MailNames() {}

    /**
     * @throws IllegalArgumentException saying why the address cannot stand in a certificate, without repeating it
     */
    static GeneralName of(CertificateProfile profile, String address) {
        int at = address.lastIndexOf('@');
        if (at < 1 || at == address.length() - 1) {
            throw new IllegalArgumentException("the account's e-mail address has no local part or no domain");
        }
        String domain = address.substring(at + 1);
        if (domain.length() > 253 || !DOMAIN.matcher(domain).matches()) {
            throw new IllegalArgumentException(
                    "the domain of the account's e-mail address is not ASCII; write it in A-labels (RFC 9598 3)");
        }
        String local = address.substring(0, at);
        if (local.chars().allMatch(c -> c < 0x80)) {
            return new GeneralName(GeneralName.rfc822Name, address);
        }
        if (!profile.takesSmtpUtf8Mailbox()) {
            throw new IllegalArgumentException(
                    "the local part of the account's e-mail address is not ASCII, and profile " + profile.name()
                            + " does not take SmtpUTF8Mailbox (RFC 9598)");
        }
        return new GeneralName(GeneralName.otherName, new DERSequence(new ASN1Encodable[] {
            SMTP_UTF8_MAILBOX, new DERTaggedObject(true, 0, new DERUTF8String(address))
        }));
    }
}
