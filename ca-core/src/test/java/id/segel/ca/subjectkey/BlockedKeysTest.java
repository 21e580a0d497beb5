package id.segel.ca.subjectkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import id.segel.ca.audit.Actor;
import id.segel.ca.audit.AuditLog;
import id.segel.ca.refusal.RefusedException;
import id.segel.ca.store.CoreDatabase;
import id.segel.ca.store.Database;
import id.segel.ca.store.DatabaseRole;
import id.segel.ca.store.Sha256;
import id.segel.softhsm.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Blocking, importing and looking up keys. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BlockedKeysTest {
    private static final Actor SUPERVISOR = Actor.system("test");

    private TestDatabase database;
    private Database web;
    private Database issuer;
    private Jdbi superuser;
    private AuditLog audit;

    @BeforeAll
    void open() {
        database = CoreDatabase.create();
        web = CoreDatabase.open(database, DatabaseRole.WEB, new SimpleMeterRegistry());
        issuer = CoreDatabase.open(database, DatabaseRole.ISSUER, new SimpleMeterRegistry());
        superuser = Jdbi.create(database.superuserUrl());
        audit = new AuditLog(Clock.systemUTC(), new SecureRandom());
        superuser.useHandle(handle -> {
            handle.execute("INSERT INTO agency (name) VALUES ('Dinas Uji')");
            handle.execute("""
                    INSERT INTO person (subscriber_number, full_name, agency_id, email)
                    VALUES ('ABCDEFGHIJKL', 'Siti Rahmawati', 1, 'siti@dinas.example')
                    """);
        });
    }

    @AfterAll
    void close() {
        web.close();
        issuer.close();
        database.close();
    }

    private static byte[] key(String name) {
        return Sha256.of(name.getBytes(StandardCharsets.UTF_8));
    }

    private void sitiHas(String name) {
        superuser.useHandle(
                handle -> handle.createUpdate("INSERT INTO public_key (spki_sha256, person_id) VALUES (:key, 1)")
                        .bind("key", key(name))
                        .execute());
    }

    private long events(String action) {
        return superuser.withHandle(
                handle -> handle.createQuery("SELECT count(*) FROM audit_event WHERE action = :action")
                        .bind("action", action)
                        .mapTo(Long.class)
                        .one());
    }

    @Test
    void aBlockIsForEverAndToldOnce() {
        BlockedKeys keys = new BlockedKeys(web, audit);
        long before = events("key.blocked");
        assertThat(keys.block(SUPERVISOR, key("sekali"), BlockOrigin.OFFICER, "laporan polisi"))
                .isTrue();
        assertThat(keys.block(SUPERVISOR, key("sekali"), BlockOrigin.IMPORT, "alasan lain"))
                .isFalse();
        KeyRecord found = new KeyRecords(web, audit).find(SUPERVISOR, key("sekali"));
        assertThat(found.holder()).isNull();
        assertThat(found.blocked())
                .extracting(BlockedKey::origin, BlockedKey::reason)
                .containsExactly(BlockOrigin.OFFICER, "laporan polisi");
        assertThat(events("key.blocked") - before).isOne();
        assertThat(keys.page(null, 1000)).extracting(BlockedKey::spkiSha256).contains(found.spkiSha256());
        assertThat(keys.page(found.spkiSha256(), 1000))
                .extracting(BlockedKey::spkiSha256)
                .allMatch(other -> other.compareTo(found.spkiSha256()) > 0);
    }

    @Test
    void aListIsLookedAtFirstAndThenBlockedAndSaysWhoHasItsKeys() {
        sitiHas("milik siti");
        BlockedKeys keys = new BlockedKeys(web, audit);
        keys.block(SUPERVISOR, key("lama"), BlockOrigin.OFFICER, "sudah lama");
        BlockedKeyImport desk = new BlockedKeyImport(issuer, audit);
        List<byte[]> list = List.of(key("milik siti"), key("lama"), key("asing"));

        BlockedKeyImport.Report looked = desk.examine(list);
        assertThat(looked.keys()).isEqualTo(3);
        assertThat(looked.alreadyBlocked()).isOne();
        assertThat(looked.inUse()).singleElement().satisfies(used -> {
            assertThat(used.spkiSha256()).isEqualTo(java.util.HexFormat.of().formatHex(key("milik siti")));
            assertThat(used.certificates()).isEmpty();
        });
        assertThat(new KeyRecords(web, audit)
                        .find(SUPERVISOR, key("milik siti"))
                        .blocked())
                .as("looking changes nothing")
                .isNull();

        long imports = events("key.blocks-imported");
        desk.apply(SUPERVISOR, list, "daftar.txt", key("berkas"), "kartu dengan kunci lemah");
        assertThat(new KeyRecords(web, audit).find(SUPERVISOR, key("milik siti")))
                .satisfies(record -> {
                    assertThat(record.holder())
                            .extracting(KeyRecord.Holder::fullName)
                            .isEqualTo("Siti Rahmawati");
                    assertThat(record.blocked()).extracting(BlockedKey::origin).isEqualTo(BlockOrigin.IMPORT);
                });
        assertThat(new KeyRecords(web, audit).find(SUPERVISOR, key("lama")).blocked())
                .as("the first reason stays")
                .extracting(BlockedKey::reason)
                .isEqualTo("sudah lama");
        assertThat(events("key.blocks-imported") - imports).isOne();
        assertThat(desk.apply(SUPERVISOR, list, "daftar.txt", key("berkas"), "sekali lagi")
                        .alreadyBlocked())
                .as("again is no change")
                .isEqualTo(3);
        assertThat(events("key.blocks-imported") - imports).isOne();
    }

    @Test
    void aListOfSeveralBatchesIsBlockedWhole() {
        List<byte[]> list = new ArrayList<>();
        for (int i = 0; i < 2_500; i++) {
            list.add(key("banyak " + i));
        }
        BlockedKeyImport desk = new BlockedKeyImport(issuer, audit);
        assertThat(desk.apply(SUPERVISOR, list, "banyak.txt", key("berkas"), "daftar uji")
                        .alreadyBlocked())
                .isZero();
        assertThat(desk.examine(list).alreadyBlocked()).isEqualTo(2_500);
    }

    @Test
    void whoAskedForAKeyIsInTheLogAndAKeyNobodyShowedIsNotFound() {
        sitiHas("dicari");
        long before = events("key.looked-up");
        new KeyRecords(web, audit).find(SUPERVISOR, key("dicari"));
        assertThat(events("key.looked-up") - before).isOne();
        assertThatThrownBy(() -> new KeyRecords(web, audit).find(SUPERVISOR, key("tak dikenal")))
                .isInstanceOf(RefusedException.class);
    }
}
