package id.segel.ca.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import id.segel.ca.audit.Actor;
import id.segel.ca.audit.AuditLog;
import id.segel.ca.refusal.Fault;
import id.segel.ca.refusal.RefusedException;
import id.segel.ca.store.CoreDatabase;
import id.segel.ca.store.Database;
import id.segel.ca.store.DatabaseRole;
import id.segel.softhsm.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.security.SecureRandom;
import java.time.Clock;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Products change by versions, and versions do not change. */
class ProductsTest {
    private static final String CODE = "osd-lu-kelas-2-individu";
    private static final Actor ACTOR = Actor.system("test");

    private TestDatabase database;
    private Database issuer;
    private Jdbi superuser;
    private Products products;

    @BeforeEach
    void open() {
        database = CoreDatabase.create();
        issuer = CoreDatabase.open(database, DatabaseRole.ISSUER, new SimpleMeterRegistry());
        superuser = Jdbi.create(database.superuserUrl());
        superuser.useHandle(handle -> {
            Profiles.store(handle, CertificateProfile.bundled(CODE));
            handle.execute("""
                    INSERT INTO authority (name, subject, key_label, spki, spki_sha256, signature_scheme, certificate, not_after, state)
                    VALUES ('uji', '\\x30', 'k', 'k', sha256('k'), 'ECDSA_SHA256', '\\x30', now() + interval '10 years', 'ACTIVE')
                    """);
            handle.createUpdate("""
                            INSERT INTO product (code, version, name_id, name_en, service_type, procedure, profile_hash, authority_id, checklist)
                            VALUES (:code, 1, 'Produk', 'Product', 'INDIVIDUAL', 'sop-009-2017', :hash, 1, 1)
                            """)
                    .bind("code", CODE)
                    .bind("hash", CertificateProfile.bundled(CODE).hash())
                    .execute();
        });
        products = new Products(issuer, new AuditLog(Clock.systemUTC(), new SecureRandom()));
    }

    @AfterEach
    void close() {
        issuer.close();
        database.close();
    }

    private static CertificateProfile changed(String from, String to) {
        String text = CertificateProfile.bundled(CODE).definition();
        assertThat(text).contains(from);
        return CertificateProfile.parse(text.replace(from, to));
    }

    private static CertificateProfile oneYear() {
        return changed("63072000", "31536000");
    }

    private static CertificateProfile secondVersion() {
        return CertificateProfile.parse(oneYear().definition().replaceFirst("\"version\": 1", "\"version\": 2"));
    }

    private static String fault(ThrowingCallable work) {
        RefusedException refused = org.assertj.core.api.Assertions.catchThrowableOfType(RefusedException.class, work);
        assertThat(refused).isNotNull();
        return refused.faults().stream().map(Fault::id).findFirst().orElse("");
    }

    @Test
    void aChangedProfileIsTheNextVersionAndTheFormerStaysAsItWas() {
        ProductVersion next = products.change(ACTOR, CODE, secondVersion());

        assertThat(next.version()).isEqualTo(2);
        assertThat(next.profile().hash()).isEqualTo(secondVersion().hash());
        assertThat(products.offered(CODE)).extracting(ProductVersion::version).isEqualTo(2);
        assertThat(products.all())
                .extracting(ProductVersion::version, ProductVersion::active)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(2, true), org.assertj.core.groups.Tuple.tuple(1, false));
        assertThat(products.all().get(1).profile().hash())
                .isEqualTo(CertificateProfile.bundled(CODE).hash());
        int events = superuser.withHandle(
                handle -> handle.createQuery("SELECT count(*) FROM audit_event WHERE action = 'product.changed'")
                        .mapTo(Integer.class)
                        .one());
        assertThat(events).isOne();
    }

    @Test
    void anotherTextUnderANameAndVersionInUseIsRefusedAndNothingChanges() {
        assertThat(fault(() -> products.change(ACTOR, CODE, oneYear()))).isEqualTo("profile.version-taken");
        assertThat(fault(() -> products.change(ACTOR, CODE, CertificateProfile.bundled(CODE))))
                .isEqualTo("profile.same");
        assertThat(fault(() -> products.change(ACTOR, CODE, CertificateProfile.bundled("issuing-ca"))))
                .isEqualTo("profile.kind");
        assertThat(fault(() -> products.change(ACTOR, "tidak-ada", secondVersion())))
                .isEqualTo("product.unknown");
        assertThat(products.all()).hasSize(1);
    }

    @Test
    void theSchemaLetsNobodyChangeAVersion() {
        products.change(ACTOR, CODE, secondVersion());
        assertThatThrownBy(() -> superuser.useHandle(
                        handle -> handle.execute("UPDATE product SET second_approver = true WHERE version = 2")))
                .hasMessageContaining("product");
        assertThatThrownBy(() -> superuser.useHandle(handle -> handle.execute("DELETE FROM product WHERE version = 1")))
                .hasMessageContaining("product");
        assertThatThrownBy(() -> superuser.useHandle(handle -> {
                    handle.execute("UPDATE product SET active = false");
                    handle.execute("UPDATE product SET active = true WHERE version = 1");
                }))
                .hasMessageContaining("not offered any more");
        assertThatThrownBy(() -> superuser.useHandle(handle -> handle.execute("UPDATE profile SET name = 'x'")))
                .hasMessageContaining("profile");
    }
}
