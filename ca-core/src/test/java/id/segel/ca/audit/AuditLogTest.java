package id.segel.ca.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import id.segel.ca.store.CoreDatabase;
import id.segel.ca.store.Database;
import id.segel.ca.store.DatabaseRole;
import id.segel.softhsm.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

class AuditLogTest {
    private static final Instant NOW = Instant.parse("2026-11-23T03:04:05.678901Z");

    static TestDatabase testDatabase;
    static Database web;
    static AuditLog log = new AuditLog(Clock.fixed(NOW, ZoneOffset.UTC), new SecureRandom());

    @BeforeAll
    static void open() {
        testDatabase = CoreDatabase.create();
        web = CoreDatabase.open(testDatabase, DatabaseRole.WEB, new SimpleMeterRegistry());
    }

    @AfterAll
    static void close() {
        web.close();
        testDatabase.close();
    }

    @Test
    void aLeafIsAHeaderAndCanonicalJson() {
        MDC.put(AuditLog.REQUEST_ID, "r-1");
        long id;
        try {
            id = web.inTransaction(t -> log.append(
                    t,
                    AuditEvent.of(
                                    AuditAction.APPLICATION_STARTED,
                                    Actor.system("test"),
                                    "application",
                                    "OSD-2026-000001")
                            .with("zebra", 1L)
                            .with("apple", "quote \" backslash \\ line \n bell \u0007 é")));
        } finally {
            MDC.remove(AuditLog.REQUEST_ID);
        }
        assertThat(leaf(id))
                .isEqualTo(
                        "segel-audit-v1\n"
                                + "{\"action\":\"application.started\",\"actor\":{\"name\":\"test\"},\"at\":\"2026-11-23T03:04:05.678901Z\","
                                + "\"facts\":{\"apple\":\"quote \\\" backslash \\\\ line \\n bell \\u0007 é\",\"zebra\":1},"
                                + "\"object\":{\"id\":\"OSD-2026-000001\",\"type\":\"application\"},\"personal\":{},\"request\":\"r-1\"}");
    }

    @Test
    void personalDataIsOnlyASaltedCommitment() {
        long id = web.inTransaction(t -> log.append(
                t,
                AuditEvent.of(AuditAction.ACCOUNT_CREATED, Actor.system("test"), "account", "1")
                        .committingTo("nik", "3174010101850001")));
        assertThat(leaf(id)).doesNotContain("3174010101850001").containsPattern("\"nik\":\"[0-9a-f]{64}\"");
        assertThat(count("SELECT count(*) FROM audit_salt WHERE event_id = " + id))
                .isOne();
    }

    @Test
    void manyEventsKeepTheirOrder() {
        List<AuditEvent> events = java.util.stream.IntStream.range(0, 50)
                .mapToObj(n ->
                        AuditEvent.of(AuditAction.NOTICE_SENT, Actor.system("test"), "notice", Integer.toString(n)))
                .toList();
        List<Long> ids = web.inTransaction(t -> log.appendAll(t, events));
        assertThat(ids).hasSize(50).isSorted();
        assertThat(leaf(ids.get(49))).contains("\"id\":\"49\"");
    }

    @Test
    void anEventIsThereOnlyWithItsChange() {
        int before = count("SELECT count(*) FROM audit_event");
        assertThatThrownBy(() -> web.useTransaction(t -> {
                    log.append(t, AuditEvent.of(AuditAction.NOTICE_SENT, Actor.system("test"), "notice", "1"));
                    throw new IllegalStateException("the change failed");
                }))
                .hasMessage("the change failed");
        assertThat(count("SELECT count(*) FROM audit_event")).isEqualTo(before);
    }

    @Test
    void outsideATransactionNothingIsWritten() {
        assertThatThrownBy(() -> web.jdbi()
                        .useHandle(h -> log.append(
                                h, AuditEvent.of(AuditAction.NOTICE_SENT, Actor.system("test"), "notice", "1"))))
                .hasMessageContaining("inside the transaction");
    }

    @Test
    void aRowIsNeverChangedOrDeletedNotEvenByTheSuperuser() {
        long id = web.inTransaction(
                t -> log.append(t, AuditEvent.of(AuditAction.NOTICE_SENT, Actor.system("test"), "notice", "1")));
        Jdbi superuser = Jdbi.create(testDatabase.superuserUrl());
        assertThatThrownBy(() ->
                        superuser.useHandle(h -> h.execute("UPDATE audit_event SET object_id = '2' WHERE id = ?", id)))
                .hasMessageContaining("never changed");
        assertThatThrownBy(() -> superuser.useHandle(h -> h.execute("DELETE FROM audit_event WHERE id = ?", id)))
                .hasMessageContaining("never changed");
        assertThatThrownBy(() -> web.jdbi().useHandle(h -> h.execute("DELETE FROM audit_event WHERE id = ?", id)))
                .hasMessageContaining("permission denied");
    }

    private static String leaf(long id) {
        byte[] leaf = Jdbi.create(testDatabase.superuserUrl())
                .withHandle(h -> h.createQuery("SELECT leaf FROM audit_event WHERE id = :id")
                        .bind("id", id)
                        .mapTo(byte[].class)
                        .one());
        return new String(leaf, StandardCharsets.UTF_8);
    }

    private static int count(String sql) {
        return Jdbi.create(testDatabase.superuserUrl())
                .withHandle(h -> h.createQuery(sql).mapTo(Integer.class).one());
    }
}
