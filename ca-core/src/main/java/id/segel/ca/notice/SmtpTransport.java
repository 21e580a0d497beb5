package id.segel.ca.notice;

import id.segel.ca.notice.MailException.Scope;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import java.util.Properties;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.jspecify.annotations.Nullable;

/** Sends mails to a mail server, one connection each. Thread-safe. */
public final class SmtpTransport implements MailTransport {
    private final SmtpConfiguration configuration;
    private final Session session;

    public SmtpTransport(SmtpConfiguration configuration) {
        this.configuration = configuration;
        this.session = Session.getInstance(properties(configuration));
    }

    private static Properties properties(SmtpConfiguration configuration) {
        String timeout = Long.toString(configuration.timeout().toMillis());
        Properties properties = new Properties();
        properties.setProperty("mail.transport.protocol", "smtp");
        properties.setProperty("mail.smtp.connectiontimeout", timeout);
        properties.setProperty("mail.smtp.timeout", timeout);
        properties.setProperty("mail.smtp.writetimeout", timeout);
        properties.setProperty("mail.smtp.auth", Boolean.toString(configuration.user() != null));
        properties.setProperty(
                "mail.smtp.starttls.enable", Boolean.toString(configuration.tls() == TlsPolicy.STARTTLS));
        properties.setProperty(
                "mail.smtp.starttls.required", Boolean.toString(configuration.tls() == TlsPolicy.STARTTLS));
        properties.setProperty("mail.smtp.ssl.enable", Boolean.toString(configuration.tls() == TlsPolicy.IMPLICIT));
        properties.setProperty("mail.smtp.ssl.checkserveridentity", "true");
        properties.setProperty("mail.smtp.ssl.protocols", "TLSv1.3 TLSv1.2");
        // The server has the mail when it says so; its farewell is not waited for.
        properties.setProperty("mail.smtp.quitwait", "false");
        if (configuration.trust() != null) {
            properties.put("mail.smtp.ssl.socketFactory", configuration.trust().getSocketFactory());
        }
        return properties;
    }

    @Override
    public String name() {
        return "smtp";
    }

    /**
     * Sends one mail.
     *
     * @throws MailException saying whether recipient, mail or server failed
     */
    void send(Mail mail) throws MailException {
        MimeMail message = MimeMail.of(session, mail);
        try (Transport transport = session.getTransport("smtp")) {
            connect(transport);
            transport.sendMessage(message, message.getAllRecipients());
        } catch (SendFailedException e) {
            throw refused(e);
        } catch (MessagingException e) {
            throw new MailException(Scope.SERVER, "the mail server broke off", e);
        }
    }

    private void connect(Transport transport) throws MailException {
        try {
            transport.connect(
                    configuration.host(),
                    configuration.port(),
                    configuration.user(),
                    configuration.password() == null
                            ? null
                            : configuration.password().reveal());
        } catch (AuthenticationFailedException e) {
            throw new MailException(Scope.SERVER, "the mail server refuses the user or the password", e);
        } catch (MessagingException e) {
            throw new MailException(Scope.SERVER, "the mail server cannot be reached or offers no TLS", e);
        }
    }

    /**
     * Only a recipient refused for good ends a notice; a sender or a policy refused is ours to mend, and the notice waits
     * for it.
     */
    private static MailException refused(SendFailedException failure) {
        for (Exception cause = failure; cause != null; cause = next(cause)) {
            if (cause instanceof SMTPAddressFailedException address) {
                int code = address.getReturnCode();
                return new MailException(
                        code >= 500 ? Scope.RECIPIENT : Scope.MAIL, "recipient refused with " + code, failure);
            }
            if (cause instanceof SMTPSenderFailedException sender) {
                return new MailException(Scope.SERVER, "sender refused with " + sender.getReturnCode(), failure);
            }
            if (cause instanceof SMTPSendFailedException send
                    && send.getCommand().startsWith("MAIL")) {
                return new MailException(Scope.SERVER, "sender refused with " + send.getReturnCode(), failure);
            }
            if (cause instanceof SMTPSendFailedException send && next(cause) == null) {
                return new MailException(Scope.MAIL, "refused with " + send.getReturnCode(), failure);
            }
        }
        return new MailException(Scope.MAIL, "refused", failure);
    }

    private static @Nullable Exception next(Exception cause) {
        return cause instanceof MessagingException messaging ? messaging.getNextException() : null;
    }
}
