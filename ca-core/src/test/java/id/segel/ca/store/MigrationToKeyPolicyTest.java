package id.segel.ca.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import id.segel.softhsm.TestDatabase;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Version 6 upon data of version 5, and what programs of version 5 go on writing upon it. */
class MigrationToKeyPolicyTest {
    private TestDatabase database;
    private Jdbi superuser;

    @BeforeEach
    void aDatabaseOfVersion5AtWork() {
        database = CoreDatabase.createAt("5");
        superuser = Jdbi.create(database.superuserUrl());
        superuser.useHandle(handle -> {
            handle.execute("""
                    INSERT INTO profile (hash, name, version, definition) VALUES (sha256('p'), 'p', 1, 'p')
                    """);
            handle.execute("""
                    INSERT INTO authority (name, subject, key_label, spki, spki_sha256, signature_scheme, certificate, not_after, state)
                    VALUES ('uji', '\\x30', 'k', 'k', sha256('k'), 'ECDSA_SHA256', '\\x30', now() + interval '10 years', 'ACTIVE')
                    """);
            handle.execute("""
                    INSERT INTO product (code, version, name_id, name_en, service_type, procedure, profile_hash, authority_id, checklist)
                    VALUES ('produk', 1, 'Produk', 'Product', 'INDIVIDUAL', 'sop-009-2017', sha256('p'), 1, 1)
                    """);
            handle.execute("INSERT INTO agency (name) VALUES ('Dinas Uji')");
            handle.execute("""
                    INSERT INTO person (subscriber_number, full_name, agency_id, email)
                    VALUES ('ABCDEFGHIJKL', 'Siti', 1, 'siti@dinas.example')
                    """);
            handle.execute("""
                    INSERT INTO application (number, person_id, product_code, product_version, challenge)
                    VALUES ('OSD-2026-000001', 1, 'produk', 1, sha256('c'))
                    """);
            handle.execute("INSERT INTO public_key (spki_sha256, person_id) VALUES (sha256('siti'), 1)");
            handle.execute("""
                    INSERT INTO csr (application_id, version, der, sha256, spki, spki_sha256, report, via)
                    VALUES (1, 1, 'der', sha256('der'), 'siti', sha256('siti'), '{"key":"EC P-256","subject":[],"findings":[]}', 'LOCK')
                    """);
            blockAsVersion5(handle, "kompromi", "keyCompromise");
            blockAsVersion5(handle, "unggah", "its private key was uploaded");
        });
    }

    @AfterEach
    void close() {
        database.close();
    }

    private static void blockAsVersion5(Handle handle, String key, String reason) {
        handle.createUpdate("""
                        INSERT INTO public_key (spki_sha256, blocked_at, blocked_reason)
                        VALUES (sha256(convert_to(:key, 'UTF8')), now(), :reason)
                        """).bind("key", key).bind("reason", reason).execute();
    }

    private List<String> strings(String sql) {
        return superuser.withHandle(
                handle -> handle.createQuery(sql).mapTo(String.class).list());
    }

    @Test
    void blocksGetTheirOriginAndAcceptedCsrsTheirFirstCheck() {
        CoreDatabase.migrateOn(database);

        assertThat(strings("SELECT blocked_reason || ': ' || coalesce(blocked_origin, '-') FROM public_key"
                        + " WHERE blocked_at IS NOT NULL ORDER BY 1"))
                .containsExactly("its private key was uploaded: PRIVATE_KEY_UPLOADED", "keyCompromise: KEY_COMPROMISE");
        assertThat(strings("SELECT blocked_origin FROM public_key WHERE person_id = 1"))
                .containsExactly((String) null);
        assertThat(strings("SELECT occasion || ' ' || refused || ' ' || (csr_sha256 = sha256('der')) FROM csr_check"))
                .containsExactly("UPLOAD false true");
    }

    @Test
    void aNodeOfVersion5GoesOnBlockingKeys() {
        CoreDatabase.migrateOn(database);
        superuser.useHandle(handle -> {
            blockAsVersion5(handle, "baru", "keyCompromise");
            handle.execute("""
                    UPDATE public_key SET blocked_at = now(), blocked_reason = 'its private key was uploaded'
                     WHERE spki_sha256 = sha256('siti')
                    """);
        });
        assertThat(strings("SELECT blocked_origin FROM public_key WHERE spki_sha256 IN (sha256('baru'), sha256('siti'))"
                        + " ORDER BY 1"))
                .containsExactly("KEY_COMPROMISE", "PRIVATE_KEY_UPLOADED");
    }

    @Test
    void aBlockStaysAndItsFirstReasonToo() {
        CoreDatabase.migrateOn(database);
        for (String change : List.of(
                "blocked_at = NULL, blocked_reason = NULL, blocked_origin = NULL",
                "blocked_reason = 'lain'",
                "blocked_at = now() + interval '1 day'",
                "blocked_origin = 'OFFICER'")) {
            assertThatThrownBy(() -> superuser.useHandle(handle -> handle.execute(
                            "UPDATE public_key SET " + change + " WHERE spki_sha256 = sha256('kompromi')")))
                    .as(change)
                    .hasMessageContaining("is blocked for ever");
        }
        assertThatThrownBy(() -> superuser.useHandle(handle -> handle.execute("DELETE FROM public_key")))
                .hasMessageContaining("public_key");
        assertThatThrownBy(() -> superuser.useHandle(handle -> handle.execute("UPDATE csr_check SET refused = true")))
                .hasMessageContaining("csr_check");
    }
}
