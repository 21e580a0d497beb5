package id.segel.ca.notice;

import id.segel.ca.notice.MailException.Scope;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Properties;
import java.util.Set;

/**
 * Writes each mail as an {@code .eml} file, whole or not at all, readable by its owner alone; for the demonstration and
 * for networks without a mail server. The same notice again replaces its file. Thread-safe.
 */
public final class EmlFolderTransport implements MailTransport {
    private final Path folder;
    private final Session session = Session.getInstance(new Properties());

    /**
     * @param folder made when it does not exist
     * @throws IllegalArgumentException when it cannot be made or is no folder
     */
    public EmlFolderTransport(Path folder) {
        this.folder = folder;
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "the folder for mails " + folder + " cannot be made: " + e.getMessage() + "; name another one", e);
        }
    }

    @Override
    public String name() {
        return "folder";
    }

    /**
     * Writes one mail.
     *
     * @throws MailException when the folder cannot be written
     */
    void send(Mail mail) throws MailException {
        MimeMail message = MimeMail.of(session, mail);
        Path part = folder.resolve(mail.id() + ".part");
        Path file = folder.resolve(mail.id() + ".eml");
        try {
            Files.deleteIfExists(part);
            try (FileChannel channel = FileChannel.open(
                            part,
                            Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW),
                            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                    OutputStream out = Channels.newOutputStream(channel)) {
                message.writeTo(out);
                channel.force(true);
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new MailException(Scope.SERVER, "the folder for mails cannot be written", e);
        } catch (MessagingException e) {
            throw new MailException(Scope.MAIL, "the mail cannot be written", e);
        }
    }
}
