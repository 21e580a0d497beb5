package id.segel.ca.notice;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.junit5.GreenMailExtension;
import com.icegreen.greenmail.util.ServerSetup;
import com.icegreen.greenmail.util.ServerSetupTest;
import id.segel.ca.person.Language;
import id.segel.ca.person.Person;
import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class NoticeSenderTest {
    @RegisterExtension
    static final GreenMailExtension MAIL =
            new GreenMailExtension(new ServerSetup[] {ServerSetupTest.SMTP.dynamicPort()});

    private NoticeFixture fixture;

    @TempDir
    Path folder;

    @BeforeEach
    void open() {
        fixture = new NoticeFixture();
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private static SmtpTransport smtp(int port) {
        return new SmtpTransport(
                new SmtpConfiguration("localhost", port, TlsPolicy.NONE, null, null, Duration.ofSeconds(5), null));
    }

    private NoticeSender toGreenMail() {
        return fixture.sender(smtp(MAIL.getSmtp().getPort()));
    }

    /** A port nobody listens at. */
    private NoticeSender toNobody() throws Exception {
        try (ScriptedSmtpServer server = new ScriptedSmtpServer(null)) {
            return fixture.sender(smtp(server.port()));
        }
    }

    @Test
    void aNoticeIsSentInThePersonsLanguageAndHoldsNoNumberOfTheirs() throws Exception {
        Person reader = fixture.person(Language.EN);
        long application = fixture.application(reader);
        long id = fixture.queue(NoticeKind.RETURNED, reader, application, null);

        assertThat(toGreenMail().sendDue()).isEqualTo(1);

        MimeMessage mail = MAIL.getReceivedMessages()[0];
        assertThat(mail.getSubject()).isEqualTo("Application " + fixture.number(application) + " needs correction");
        assertThat(mail.getAllRecipients()).extracting(Address::toString).containsExactly(reader.email());
        assertThat(mail.getFrom()[0]).asString().contains(NoticeFixture.SERVICE).contains(NoticeFixture.FROM);
        assertThat(mail.getContent())
                .asString()
                .contains("sent your application back")
                .contains(NoticeFixture.PORTAL.toString())
                .doesNotContainPattern("[0-9]{9}");
        assertThat(fixture.state(id)).isEqualTo("SENT 1");
        Notice shown =
                new Notices(fixture.people.web).ofPerson(reader.id(), null, 1).get(0);
        assertThat(shown.state()).isEqualTo(NoticeState.SENT);
        assertThat(shown.sentAt()).isNotNull();
        assertThat(fixture.people.events("notice", Long.toString(id)))
                .singleElement()
                .asString()
                .contains("notice.sent")
                .contains(fixture.number(application))
                .doesNotContain(reader.email());
        assertThat(fixture.counted("returned", "sent")).isEqualTo(1);
        assertThat(fixture.meters.get("segel.notices.delay").timer().count()).isEqualTo(1);
        assertThat(toGreenMail().sendDue()).as("it is sent once").isZero();
    }

    @Test
    void anIssuedCertificateIsNotToldOfBeforeItIsDeliverable() {
        Person person = fixture.person(Language.ID);
        NoticeFixture.Certificate certificate = fixture.certificate();
        long id = fixture.queue(NoticeKind.ISSUED, person, fixture.application(person), certificate);
        NoticeSender sender = toGreenMail();

        assertThat(sender.sendDue()).isZero();
        assertThat(fixture.state(id)).isEqualTo("QUEUED 0");
        assertThat(fixture.meters.get("segel.notices.queued").gauge().value()).isEqualTo(1);

        fixture.makeDeliverable(certificate);
        assertThat(sender.sendDue()).isEqualTo(1);
        assertThat(fixture.state(id)).isEqualTo("SENT 1");
        assertThat(fixture.meters.get("segel.notices.queued").gauge().value()).isZero();
    }

    @Test
    void sendersAtWorkTogetherSendEachNoticeOnce() throws Exception {
        Person person = fixture.person(Language.ID);
        for (int i = 0; i < 20; i++) {
            fixture.queue(NoticeKind.SUSPENDED, person, null, null);
        }
        ExecutorService nodes = Executors.newFixedThreadPool(3);
        int sent = 0;
        try {
            List<Future<Integer>> runs = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                NoticeSender sender = toGreenMail();
                runs.add(nodes.submit(sender::sendDue));
            }
            for (Future<Integer> run : runs) {
                sent += run.get();
            }
        } finally {
            nodes.shutdownNow();
        }

        assertThat(sent).isEqualTo(20);
        assertThat(MAIL.getReceivedMessages()).hasSize(20);
        assertThat(Stream.of(MAIL.getReceivedMessages())
                        .map(NoticeSenderTest::messageId)
                        .distinct())
                .hasSize(20);
    }

    private static String messageId(MimeMessage mail) {
        try {
            return mail.getMessageID();
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whileTheServerIsAwayNoticesWaitLongerAndLongerAndAreSentWhenItIsBack() throws Exception {
        Person person = fixture.person(Language.ID);
        long first = fixture.queue(NoticeKind.SUSPENDED, person, null, null);
        long second = fixture.queue(NoticeKind.RELEASED, person, null, null);
        NoticeSender away = toNobody();

        assertThat(away.sendDue()).isZero();
        assertThat(fixture.state(first)).isEqualTo("QUEUED 1 the mail server cannot be reached or offers no TLS");
        assertThat(fixture.state(second)).as("the run stopped at the first").isEqualTo("QUEUED 0");
        assertThat(secondsToWait(first)).isBetween(100L, 121L);
        fixture.makeDue(first);
        away.sendDue();
        away.sendDue();
        assertThat(secondsToWait(first)).isBetween(220L, 241L);
        assertThat(fixture.counted("suspended", "retried")).isEqualTo(2);

        fixture.makeDue(first);
        fixture.makeDue(second);
        assertThat(toGreenMail().sendDue()).isEqualTo(2);
        assertThat(fixture.state(first)).isEqualTo("SENT 3");
    }

    private long secondsToWait(long id) {
        return fixture.people
                .superuser()
                .withHandle(handle -> handle.createQuery(
                                "SELECT extract(epoch FROM next_attempt_at - now())::bigint FROM notice WHERE id = :id")
                        .bind("id", id)
                        .mapTo(Long.class)
                        .one());
    }

    @Test
    void afterADayOfAttemptsANoticeHasFailedAndIsAudited() throws Exception {
        long id = fixture.queue(NoticeKind.SUSPENDED, fixture.person(Language.ID), null, null);
        setAttempts(id, 27);

        toNobody().sendDue();

        assertThat(fixture.state(id)).isEqualTo("FAILED 28 the mail server cannot be reached or offers no TLS");
        assertThat(fixture.people.events("notice", Long.toString(id)))
                .singleElement()
                .asString()
                .contains("notice.failed");
        assertThat(fixture.counted("suspended", "failed")).isEqualTo(1);
        assertThat(toGreenMail().sendDue()).isZero();
    }

    @Test
    void theAttemptsMakeADayInAll() {
        NoticeSettings settings = NoticeFixture.settings();
        Duration total = Duration.ZERO;
        Duration wait = settings.firstRetry();
        for (int i = 1; i < settings.mostAttempts(); i++) {
            total = total.plus(wait);
            wait = wait.multipliedBy(2).compareTo(settings.longestRetry()) > 0
                    ? settings.longestRetry()
                    : wait.multipliedBy(2);
        }

        assertThat(total).isBetween(Duration.ofHours(22), Duration.ofHours(26));
    }

    @Test
    void aLastAttemptThatNobodyLivedToReportIsAFailureAndNotSentAgain() {
        long id = fixture.queue(NoticeKind.SUSPENDED, fixture.person(Language.ID), null, null);
        setAttempts(id, 28);

        assertThat(toGreenMail().sendDue()).isZero();

        assertThat(fixture.state(id)).isEqualTo("FAILED 29 no attempt came to an end");
        assertThat(MAIL.getReceivedMessages()).isEmpty();
    }

    private void setAttempts(long id, int attempts) {
        fixture.people
                .superuser()
                .useHandle(handle -> handle.execute("UPDATE notice SET attempts = ? WHERE id = ?", attempts, id));
    }

    @Test
    void aRecipientRefusedForGoodFailsAtOnceAndTheNextIsStillTried() throws Exception {
        Person person = fixture.person(Language.ID);
        long first = fixture.queue(NoticeKind.SUSPENDED, person, null, null);
        long second = fixture.queue(NoticeKind.RELEASED, person, null, null);
        try (ScriptedSmtpServer server = new ScriptedSmtpServer(null)) {
            server.answers.put("RCPT", "550 " + person.email() + " unknown");

            fixture.sender(smtp(server.port())).sendDue();
        }

        assertThat(fixture.state(first)).isEqualTo("FAILED 1 recipient refused with 550");
        assertThat(fixture.state(second)).isEqualTo("FAILED 1 recipient refused with 550");
    }

    @Test
    void noTransactionAndNoLockIsHeldWhileAMailIsOnItsWay() throws Exception {
        long id = fixture.queue(NoticeKind.SUSPENDED, fixture.person(Language.ID), null, null);
        CountDownLatch underway = new CountDownLatch(1);
        CountDownLatch looked = new CountDownLatch(1);
        ExecutorService node = Executors.newSingleThreadExecutor();
        try (ScriptedSmtpServer server = new ScriptedSmtpServer(null)) {
            server.beforeAccepting = () -> {
                underway.countDown();
                await(looked);
            };
            Future<Integer> run =
                    node.submit(() -> fixture.sender(smtp(server.port())).sendDue());
            await(underway);

            assertThat(openTransactions()).isZero();
            fixture.people
                    .superuser()
                    .useTransaction(handle -> assertThat(
                                    handle.createQuery("SELECT state FROM notice WHERE id = :id FOR UPDATE NOWAIT")
                                            .bind("id", id)
                                            .mapTo(String.class)
                                            .one())
                            .isEqualTo("QUEUED"));
            looked.countDown();
            assertThat(run.get()).isEqualTo(1);
        } finally {
            looked.countDown();
            node.shutdownNow();
        }
        assertThat(fixture.state(id)).isEqualTo("SENT 1");
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private int openTransactions() {
        return fixture.people
                .superuser()
                .withHandle(
                        handle -> handle.createQuery("""
                        SELECT count(*) FROM pg_stat_activity
                         WHERE datname = current_database() AND usename = 'segel_web' AND xact_start IS NOT NULL
                        """).mapTo(Integer.class).one());
    }

    @Test
    void inTheDemonstrationMailsAreFiles() throws Exception {
        Person person = fixture.person(Language.ID);
        long application = fixture.application(person);
        long id = fixture.queue(NoticeKind.SUBMITTED, person, application, null);

        assertThat(fixture.sender(new EmlFolderTransport(folder)).sendDue()).isEqualTo(1);

        assertThat(folder.resolve("notice-" + id + "-submitted.eml")).exists();
        assertThat(Files.readString(folder.resolve("notice-" + id + "-submitted.eml")))
                .contains("To: " + person.email())
                .contains("Permohonan " + fixture.number(application));
    }
}
