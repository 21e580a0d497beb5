package id.segel.ca.notice;

import static id.segel.ca.notice.EmlFolderTransportTest.mail;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.icegreen.greenmail.junit5.GreenMailExtension;
import com.icegreen.greenmail.util.ServerSetup;
import com.icegreen.greenmail.util.ServerSetupTest;
import id.segel.ca.notice.MailException.Scope;
import id.segel.ca.store.Secret;
import jakarta.mail.Address;
import jakarta.mail.internet.MimeMessage;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SmtpTransportTest {
    private static final String TO = "siti@instansi.example";

    @RegisterExtension
    static final GreenMailExtension MAIL =
            new GreenMailExtension(new ServerSetup[] {ServerSetupTest.SMTP.dynamicPort()});

    private static SmtpTransport plain(int port) {
        return new SmtpTransport(configuration(port, TlsPolicy.NONE, null));
    }

    private static SmtpConfiguration configuration(int port, TlsPolicy tls, @Nullable SSLContext trust) {
        return new SmtpConfiguration("localhost", port, tls, null, null, Duration.ofSeconds(5), trust);
    }

    private static MailException failure(SmtpTransport transport) {
        return catchThrowableOfType(MailException.class, () -> transport.send(mail(TO)));
    }

    @Test
    void aMailArrivesAsItWasWritten() throws Exception {
        plain(MAIL.getSmtp().getPort()).send(mail(TO));

        assertThat(MAIL.getReceivedMessages()).hasSize(1);
        MimeMessage received = MAIL.getReceivedMessages()[0];
        assertThat(received.getSubject()).isEqualTo("Sertifikat sudah terbit – periksa");
        assertThat(received.getContent()).asString().contains("Baris kedua: é.");
        assertThat(received.getMessageID()).isEqualTo("<notice-1-issued@instansi.example>");
        assertThat(received.getAllRecipients()).extracting(Address::toString).containsExactly(TO);
    }

    @Test
    void startTlsIsUsedAndTheMailTravelsInside() throws Exception {
        SSLContext tls = TestTls.of("localhost");
        try (ScriptedSmtpServer server = new ScriptedSmtpServer(tls)) {
            new SmtpTransport(configuration(server.port(), TlsPolicy.STARTTLS, tls)).send(mail(TO));

            assertThat(server.heard)
                    .containsSubsequence("STARTTLS", "secured", "MAIL FROM:<" + NoticeFixture.FROM + ">");
        }
    }

    @Test
    void whereTheServerOffersNoTlsNothingIsSent() throws Exception {
        try (ScriptedSmtpServer server = new ScriptedSmtpServer(null)) {
            MailException failure = failure(new SmtpTransport(configuration(server.port(), TlsPolicy.STARTTLS, null)));

            assertThat(failure.scope()).isEqualTo(Scope.SERVER);
            assertThat(server.heard).noneMatch(line -> line.startsWith("MAIL"));
        }
    }

    @Test
    void aServerOfUnknownOrWrongNameGetsNothing() throws Exception {
        SSLContext other = TestTls.of("mail.lain.example");
        for (SSLContext trust : new SSLContext[] {TestTls.of("localhost"), other}) {
            try (ScriptedSmtpServer server = new ScriptedSmtpServer(other)) {
                MailException failure =
                        failure(new SmtpTransport(configuration(server.port(), TlsPolicy.STARTTLS, trust)));

                assertThat(failure.scope()).isEqualTo(Scope.SERVER);
                assertThat(server.heard).noneMatch(line -> line.startsWith("MAIL"));
            }
        }
    }

    @Test
    void aPlainServerWhereTlsIsExpectedFromTheStartGetsNothing() throws Exception {
        try (ScriptedSmtpServer server = new ScriptedSmtpServer(null)) {
            SmtpConfiguration implicit = new SmtpConfiguration(
                    "localhost", server.port(), TlsPolicy.IMPLICIT, null, null, Duration.ofMillis(500), null);

            assertThat(failure(new SmtpTransport(implicit)).scope()).isEqualTo(Scope.SERVER);
            assertThat(server.heard).noneMatch(line -> line.startsWith("MAIL"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "RCPT, 550 5.1.1 siti@instansi.example unknown, RECIPIENT, recipient refused with 550",
        "RCPT, 451 try again siti@instansi.example, MAIL, recipient refused with 451",
        "MAIL, 530 authentication required, SERVER, sender refused with 530",
        "DATA, 554 looks like spam, MAIL, refused with 554",
        "DATA, 452 no space, MAIL, refused with 452"
    })
    void onlyARecipientRefusedForGoodEndsANoticeAndNoAnswerIsKept(String verb, String answer, Scope scope, String fault)
            throws Exception {
        try (ScriptedSmtpServer server = new ScriptedSmtpServer(null)) {
            server.answers.put(verb, answer);

            MailException failure = failure(plain(server.port()));

            assertThat(failure.scope()).isEqualTo(scope);
            assertThat(failure.fault()).isEqualTo(fault);
        }
    }

    @Test
    void aServerThatIsAwayOrSilentIsGivenUpInTime() throws Exception {
        int free;
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = silent.getLocalPort();
            SmtpConfiguration impatient =
                    new SmtpConfiguration("localhost", free, TlsPolicy.NONE, null, null, Duration.ofMillis(200), null);
            long start = System.nanoTime();

            assertThat(failure(new SmtpTransport(impatient)).scope()).isEqualTo(Scope.SERVER);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
        }
        assertThat(failure(plain(free)).scope()).isEqualTo(Scope.SERVER);
    }

    @Test
    void aPasswordIsNeverSentInTheClear() {
        assertThatThrownBy(() -> SmtpConfiguration.of("localhost", 25, TlsPolicy.NONE, "ams", Secret.of("rahasia")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("in the clear")
                .hasMessageNotContaining("rahasia");
    }
}
