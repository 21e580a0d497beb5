package id.segel.api.server;

import id.segel.api.config.MailSettings;
import id.segel.ca.notice.EmlFolderTransport;
import id.segel.ca.notice.MailTransport;
import id.segel.ca.notice.SmtpConfiguration;
import id.segel.ca.notice.SmtpTransport;
import id.segel.ca.store.Secret;
import java.nio.file.Path;
import java.util.Objects;

/** The configured way for mails. */
final class Mailing {
    private Mailing() {}

    static MailTransport transport(MailSettings mail) {
        if (mail.transport() == MailSettings.Transport.EML) {
            return new EmlFolderTransport(Objects.requireNonNull(mail.folder()));
        }
        Path password = mail.passwordFile();
        return new SmtpTransport(SmtpConfiguration.of(
                Objects.requireNonNull(mail.host()),
                mail.port(),
                mail.tls(),
                mail.username(),
                password == null ? null : Secret.fromFile(password)));
    }
}
