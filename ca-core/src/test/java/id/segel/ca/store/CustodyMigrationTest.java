package id.segel.ca.store;

import static org.assertj.core.api.Assertions.assertThat;

import id.segel.ca.authority.KeyBackups;
import id.segel.softhsm.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/** Schema V5 over a database of version 2 that is at work. */
class CustodyMigrationTest {
    @Test
    void aHierarchyOfVersionTwoGoesOnIssuingAndIsWarnedAbout() {
        try (TestDatabase database = CoreDatabase.create()) {
            Jdbi superuser = Jdbi.create(database.superuserUrl());
            superuser.useHandle(handle -> {
                handle.execute("DROP SCHEMA public CASCADE");
                handle.execute("CREATE SCHEMA public AUTHORIZATION segel_owner");
                handle.execute(
                        "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I OWNER TO segel_owner', current_database()); END $$");
            });
            migrate(database, "2");
            superuser.useHandle(CustodyMigrationTest::hierarchy);
            Migrations.migrate(database.url(), CoreDatabase.password(DatabaseRole.OWNER));

            try (Database web = CoreDatabase.open(database, DatabaseRole.WEB, new SimpleMeterRegistry())) {
                assertThat(new KeyBackups(web).all())
                        .extracting(KeyBackups.Standing::kind, KeyBackups.Standing::name, KeyBackups.Standing::state)
                        .containsExactly(
                                org.assertj.core.groups.Tuple.tuple(
                                        KeyBackups.Kind.AUTHORITY, "akar", KeyBackups.State.UNVERIFIED),
                                org.assertj.core.groups.Tuple.tuple(
                                        KeyBackups.Kind.AUTHORITY, "penerbit", KeyBackups.State.UNVERIFIED),
                                org.assertj.core.groups.Tuple.tuple(
                                        KeyBackups.Kind.WRAPPING, "bungkus", KeyBackups.State.UNVERIFIED),
                                org.assertj.core.groups.Tuple.tuple(
                                        KeyBackups.Kind.MAC, "indeks", KeyBackups.State.UNVERIFIED));
                assertThat(new KeyBackups(web).all().get(0).sentence())
                        .contains("no verified backup of the key k-akar", "verifyBackup")
                        .doesNotContain("issues nothing");
            }
            String origin = superuser.withHandle(handle -> handle.createQuery("SELECT DISTINCT origin FROM crl")
                    .mapTo(String.class)
                    .one());
            assertThat(origin).isEqualTo("SERVICE");
            // The condition under which an intent is stored, for what was there and for a new authority.
            assertThat(mayIssue(superuser, "penerbit")).isTrue();
            superuser.useHandle(handle -> authority(handle, "baru"));
            assertThat(mayIssue(superuser, "baru")).isFalse();
        }
    }

    private static boolean mayIssue(Jdbi superuser, String authority) {
        return superuser.withHandle(handle -> handle.createQuery("""
                        SELECT EXISTS (SELECT FROM key_backup b JOIN authority a ON a.id = b.authority_id
                                        WHERE a.name = :name AND b.state <> 'MISSING')
                        """)
                .bind("name", authority)
                .mapTo(Boolean.class)
                .one());
    }

    private static void migrate(TestDatabase database, String target) {
        Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(
                        database.url(),
                        DatabaseRole.OWNER.roleName(),
                        CoreDatabase.password(DatabaseRole.OWNER).reveal())
                .locations("classpath:id/segel/ca/store/migration")
                .target(target)
                .load()
                .migrate();
    }

    /** What a ceremony of version 2 left. */
    private static void hierarchy(Handle handle) {
        authority(handle, "akar");
        authority(handle, "penerbit");
        handle.execute("""
                INSERT INTO authority (name, subject, key_label, spki, spki_sha256, signature_scheme)
                VALUES ('menunggu', '\\x30', 'k', 'menunggu', sha256('menunggu'), 'ECDSA_SHA256')
                """);
        key(handle, "bungkus", "AES_256");
        key(handle, "indeks", "HMAC_SHA256");
        key(handle, "ocsp-1", "EC_P256");
        handle.execute("""
                INSERT INTO crl (authority_id, number, state, this_update, next_update, entries, tbs_sha256, der, published_at)
                SELECT id, 1, 'PUBLISHED', now(), now() + interval '7 days', 0, sha256('x'), 'x', now() FROM authority WHERE name = 'akar'
                """);
    }

    private static void authority(Handle handle, String name) {
        handle.createUpdate("""
                        INSERT INTO authority (name, subject, key_label, spki, spki_sha256, signature_scheme, certificate, not_after, state)
                        VALUES (:name, '\\x30', 'k-' || :name, convert_to(:name, 'UTF8'), sha256(convert_to(:name, 'UTF8')),
                                'ECDSA_SHA256', '\\x30', now() + interval '10 years', 'ACTIVE')
                        """).bind("name", name).execute();
    }

    private static void key(Handle handle, String label, String spec) {
        handle.createUpdate("""
                        INSERT INTO audit_event (action, object_type, object_id, recorded_at, leaf)
                        VALUES ('ceremony.key-generated', 'key', :label, now(),
                                convert_to('segel-audit-v1' || chr(10) || '{"facts":{"spec":"' || :spec || '","token":"data"}}', 'UTF8'))
                        """).bind("label", label).bind("spec", spec).execute();
    }
}
