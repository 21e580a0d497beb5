package id.segel.ca.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import id.segel.softhsm.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Version 3 upon data of version 2, and what programs of version 2 go on writing upon it. */
class MigrationToKeyRotationTest {
    private TestDatabase database;
    private Jdbi superuser;

    @BeforeEach
    void open() {
        database = CoreDatabase.createAt("2");
        superuser = Jdbi.create(database.superuserUrl());
        superuser.useHandle(handle -> handle.execute("INSERT INTO agency (name) VALUES ('Dinas Uji')"));
    }

    @AfterEach
    void close() {
        database.close();
    }

    /** What a program of version 2 writes. */
    private static long person(Handle handle, int n, int number, String key) {
        return handle.createQuery("""
                        INSERT INTO person (subscriber_number, full_name, agency_id, email, nik_encrypted, nik_index,
                                            phone_encrypted, phone_index, blind_index_key)
                        VALUES (translate(upper(substr(md5(:n::text), 1, 12)), '0189', 'XYZW'), 'Siti', 1, 'siti@dinas.example',
                                'x', sha256(convert_to(:key || :number, 'UTF8')), 'y', sha256('sama'), :key)
                        RETURNING id
                        """)
                .bind("n", n)
                .bind("number", number)
                .bind("key", key)
                .mapTo(Long.class)
                .one();
    }

    private List<String> strings(String sql) {
        return superuser.withHandle(
                handle -> handle.createQuery(sql).mapTo(String.class).list());
    }

    @Test
    void indexesOfVersion2BecomeRowsAndTheirKeyIsComplete() {
        superuser.useTransaction(handle -> {
            person(handle, 1, 1, "blind-index-1");
            person(handle, 2, 2, "blind-index-1");
            handle.execute("""
                    INSERT INTO person (subscriber_number, full_name, agency_id, email)
                    VALUES ('ABCDEFGHIJKL', 'Tanpa Nomor', 1, 'tanpa@dinas.example')
                    """);
        });

        CoreDatabase.migrateOn(database);

        assertThat(strings("SELECT label || ' ' || state FROM blind_index_key"))
                .containsExactly("blind-index-1 COMPLETE");
        assertThat(strings("""
                        SELECT i.person_id || ' ' || i.field FROM person_index i JOIN person p ON p.id = i.person_id
                         WHERE i.index = CASE i.field WHEN 'nik' THEN p.nik_index ELSE p.phone_index END ORDER BY 1
                        """)).containsExactly("1 nik", "1 phone", "2 nik", "2 phone");
    }

    @Test
    void whereRowsNameSeveralKeysNoneIsComplete() {
        superuser.useTransaction(handle -> {
            person(handle, 1, 1, "blind-index-1");
            person(handle, 2, 2, "blind-index-2");
        });

        CoreDatabase.migrateOn(database);

        assertThat(strings("SELECT label || ' ' || state FROM blind_index_key ORDER BY 1"))
                .containsExactly("blind-index-1 BUILDING", "blind-index-2 BUILDING");
    }

    @Test
    void aNodeOfVersion2GoesOnRegisteringPeopleAndIsRefusedADuplicate() {
        superuser.useTransaction(handle -> person(handle, 1, 1, "blind-index-1"));
        CoreDatabase.migrateOn(database);

        try (Database web = CoreDatabase.open(database, DatabaseRole.WEB, new SimpleMeterRegistry())) {
            long id = web.inTransaction(handle -> person(handle, 2, 2, "blind-index-1"));

            assertThat(strings("SELECT field FROM person_index WHERE person_id = " + id + " ORDER BY 1"))
                    .containsExactly("nik", "phone");
            assertThatThrownBy(() -> web.useTransaction(handle -> person(handle, 3, 1, "blind-index-1")))
                    .satisfies(e -> assertThat(Database.violatedConstraint(e)).isEqualTo("nik_unique"));
        }
    }

    @Test
    void nobodyIsStoredWithoutAnIndexUnderTheCompleteKey() {
        superuser.useTransaction(handle -> person(handle, 1, 1, "blind-index-1"));
        CoreDatabase.migrateOn(database);

        try (Database web = CoreDatabase.open(database, DatabaseRole.WEB, new SimpleMeterRegistry())) {
            assertThatThrownBy(() -> web.useTransaction(handle -> person(handle, 2, 2, "blind-index-9")))
                    .satisfies(e -> assertThat(Database.violatedConstraint(e))
                            .isEqualTo("a_person_is_indexed_under_every_complete_key"));
            assertThatThrownBy(() -> web.useTransaction(handle -> handle.execute("DELETE FROM person_index")))
                    .hasMessageContaining("are in use");
            assertThatThrownBy(() -> web.useTransaction(
                            handle -> handle.execute("UPDATE blind_index_key SET state = 'RETIRED'")))
                    .satisfies(e -> assertThat(Database.violatedConstraint(e)).isEqualTo("one_index_key_is_complete"));
        }
    }
}
