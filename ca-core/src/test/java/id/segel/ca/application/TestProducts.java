package id.segel.ca.application;

import id.segel.ca.profile.CertificateProfile;
import id.segel.ca.profile.Profiles;
import java.security.KeyPair;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** What ceremonies leave behind: a root, an issuing CA, and products that use it. */
final class TestProducts {
    private TestProducts() {}

    static void seed(Jdbi superuser, TestAuthority authority) {
        CertificateProfile profile = CertificateProfile.bundled(RegistrationFixture.PRODUCT);
        superuser.useTransaction(handle -> {
            Profiles.store(handle, profile);
            long root = insert(handle, "akar-uji", null, authority.rootKey, authority.root);
            long issuing = insert(handle, "osd-uji", root, authority.issuingKey, authority.issuing);
            product(handle, RegistrationFixture.PRODUCT, profile, issuing, false);
            product(handle, RegistrationFixture.PRODUCT_OF_TWO, profile, issuing, true);
        });
    }

    private static long insert(Handle handle, String name, @Nullable Long issuer, KeyPair key, byte[] certificate) {
        return handle.createQuery("""
                        INSERT INTO authority (name, subject, issuer_id, key_label, spki, spki_sha256, signature_scheme,
                                               certificate, not_after, state)
                        VALUES (:name, '\\x30', :issuer, :name, :spki, sha256(:spki), 'ECDSA_SHA256', :certificate,
                                now() + interval '10 years', 'ACTIVE')
                        RETURNING id
                        """)
                .bind("name", name)
                .bind("issuer", issuer)
                .bind("spki", key.getPublic().getEncoded())
                .bind("certificate", certificate)
                .mapTo(Long.class)
                .one();
    }

    private static void product(
            Handle handle, String code, CertificateProfile profile, long authority, boolean secondApprover) {
        handle.createUpdate("""
                        INSERT INTO product (code, version, name_id, name_en, service_type, procedure, profile_hash,
                                             authority_id, checklist, second_approver)
                        VALUES (:code, 1, 'Produk', 'Product', 'INDIVIDUAL', 'sop-009-2017', :profile, :authority, 1,
                                :second)
                        """)
                .bind("code", code)
                .bind("profile", profile.hash())
                .bind("authority", authority)
                .bind("second", secondApprover)
                .execute();
    }
}
