package id.segel.ca.notice;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.util.Date;

/** A mail in the form of RFC 5322 and MIME. */
final class MimeMail extends MimeMessage {
    private final String messageId;

    private MimeMail(Session session, Mail mail) throws MessagingException, UnsupportedEncodingException {
        super(session);
        this.messageId = mail.messageId();
        setFrom(new InternetAddress(mail.from(), mail.fromName(), StandardCharsets.UTF_8.name()));
        setRecipient(Message.RecipientType.TO, new InternetAddress(mail.to(), true));
        setSubject(mail.subject(), StandardCharsets.UTF_8.name());
        setSentDate(Date.from(mail.date()));
        setText(mail.body(), StandardCharsets.UTF_8.name());
        setHeader("Content-Language", mail.language());
        // No automatic answer to an automatic message (RFC 3834 5).
        setHeader("Auto-Submitted", "auto-generated");
        saveChanges();
    }

    /**
     * @throws MailException for the recipient, when the address cannot be one
     */
    static MimeMail of(Session session, Mail mail) throws MailException {
        try {
            return new MimeMail(session, mail);
        } catch (AddressException e) {
            throw new MailException(MailException.Scope.RECIPIENT, "the address is not one", e);
        } catch (MessagingException | UnsupportedEncodingException e) {
            throw new MailException(MailException.Scope.MAIL, "the mail cannot be written", e);
        }
    }

    @Override
    protected void updateMessageID() throws MessagingException {
        setHeader("Message-ID", messageId);
    }
}
