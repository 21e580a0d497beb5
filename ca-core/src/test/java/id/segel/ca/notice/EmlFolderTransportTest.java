package id.segel.ca.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import jakarta.mail.Address;
import jakarta.mail.Message;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmlFolderTransportTest {
    @TempDir
    Path directory;

    static Mail mail(String to) {
        return new Mail(
                "notice-1-issued",
                "<notice-1-issued@instansi.example>",
                NoticeFixture.FROM,
                NoticeFixture.SERVICE,
                to,
                "Sertifikat sudah terbit – periksa",
                "Isi surat.\nBaris kedua: é.\n",
                "id",
                Instant.parse("2026-11-22T01:02:03Z"));
    }

    private List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    @Test
    void aMailIsOneFileThatAnyMailProgramReadsAndOnlyItsOwner() throws Exception {
        Path folder = directory.resolve("mail/out");
        EmlFolderTransport transport = new EmlFolderTransport(folder);

        transport.send(mail("siti@instansi.example"));
        transport.send(mail("siti@instansi.example"));

        assertThat(files(folder)).containsExactly(folder.resolve("notice-1-issued.eml"));
        Path file = folder.resolve("notice-1-issued.eml");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        try (InputStream in = Files.newInputStream(file)) {
            MimeMessage read = new MimeMessage(Session.getInstance(new Properties()), in);
            assertThat(read.getSubject()).isEqualTo("Sertifikat sudah terbit – periksa");
            assertThat(read.getContent()).asString().isEqualToNormalizingNewlines("Isi surat.\nBaris kedua: é.\n");
            assertThat(read.getRecipients(Message.RecipientType.TO))
                    .extracting(Address::toString)
                    .containsExactly("siti@instansi.example");
            assertThat(read.getFrom()[0]).asString().contains(NoticeFixture.FROM);
            assertThat(read.getMessageID()).isEqualTo("<notice-1-issued@instansi.example>");
            assertThat(read.getSentDate().toInstant()).isEqualTo(Instant.parse("2026-11-22T01:02:03Z"));
            assertThat(read.getHeader("Auto-Submitted")).containsExactly("auto-generated");
            assertThat(read.getHeader("Content-Language")).containsExactly("id");
        }
    }

    @Test
    void aFolderThatCannotBeMadeIsNamed() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "x");

        assertThatThrownBy(() -> new EmlFolderTransport(file.resolve("mail")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(file.toString());
    }

    @Test
    void aFolderThatIsGoneIsTheServersFailureAndLeavesNoPart() throws IOException {
        Path folder = directory.resolve("mail");
        EmlFolderTransport transport = new EmlFolderTransport(folder);
        Files.delete(folder);

        MailException failure =
                catchThrowableOfType(MailException.class, () -> transport.send(mail("siti@instansi.example")));

        assertThat(failure.scope()).isEqualTo(MailException.Scope.SERVER);
        assertThat(files(directory)).isEmpty();
    }

    @Test
    void whatIsNoAddressIsTheRecipientsFailure() {
        EmlFolderTransport transport = new EmlFolderTransport(directory);

        MailException failure = catchThrowableOfType(MailException.class, () -> transport.send(mail("siti@@instansi")));

        assertThat(failure.scope()).isEqualTo(MailException.Scope.RECIPIENT);
        assertThat(failure.fault()).doesNotContain("siti");
    }
}
