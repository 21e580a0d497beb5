package id.segel.ca.status;

import id.segel.ca.authority.Authority;
import id.segel.ca.store.Database;
import id.segel.ca.store.Sha256;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.CertificateList;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** CRLs of issuers that are no authority here: the statements about them, and what must be true of one. */
final class OutsideCrls {
    private OutsideCrls() {}

    /** The newest kept one of an issuer. */
    record Kept(BigInteger number, Instant thisUpdate, byte[] der) {}

    /** The certificate, in the chain kept above an authority, of who made this CRL, by its name. */
    static Optional<Certificate> issuerOf(Database database, int authorityId, CrlFile crl) {
        return database
                .read(handle -> handle.createQuery(
                                "SELECT unnest(issuer_chain) FROM authority WHERE id = :id AND external_issuer")
                        .bind("id", authorityId)
                        .mapTo(byte[].class)
                        .list())
                .stream()
                .map(Certificate::getInstance)
                .filter(certificate -> certificate.getSubject().equals(crl.tbs().getIssuer()))
                .findFirst();
    }

    /** What an issuer is known by here: the SHA-256 of its certificate. */
    static byte[] hash(Certificate issuer) {
        return Sha256.of(encoded(issuer));
    }

    static BigInteger serialOf(Authority authority) {
        return Certificate.getInstance(authority.requireCertificate())
                .getSerialNumber()
                .getPositiveValue();
    }

    static List<String> faults(
            CrlFile crl, Certificate issuer, Authority authority, @Nullable Kept previous, Instant now) {
        List<String> faults = new ArrayList<>(CrlGate.faultsOfMaker(crl, encoded(issuer)));
        faults.addAll(CrlGate.faultsOfTime(crl, previous == null ? null : previous.thisUpdate(), now));
        if (!crl.isAboutAllAuthorities()) {
            faults.add("it is not about all certificates of authorities, or not for all reasons");
        }
        if (previous != null && crl.number().compareTo(previous.number()) <= 0) {
            faults.add("its number " + crl.number() + " is not above " + previous.number() + ", the newest kept here");
        }
        if (previous != null && stands(previous.der(), serialOf(authority)) && crl.entry(serialOf(authority)) == null) {
            faults.add("the certificate of " + authority.name() + " stood on CRL " + previous.number()
                    + " and is missing; ask its issuer");
        }
        return faults;
    }

    private static boolean stands(byte[] der, BigInteger serial) {
        return Arrays.stream(CertificateList.getInstance(der).getRevokedCertificates())
                .anyMatch(entry -> entry.getUserCertificate().getPositiveValue().equals(serial));
    }

    static Optional<Kept> newest(Handle handle, int authorityId, byte[] issuerHash) {
        return handle.createQuery("""
                        SELECT number, this_update, der FROM outside_crl
                         WHERE authority_id = :authority AND issuer_sha256 = :issuer
                         ORDER BY number DESC LIMIT 1
                        """)
                .bind("authority", authorityId)
                .bind("issuer", issuerHash)
                .map((row, context) -> new Kept(
                        row.getBigDecimal("number").toBigInteger(),
                        row.getObject("this_update", OffsetDateTime.class).toInstant(),
                        row.getBytes("der")))
                .findOne();
    }

    static void insert(Handle transaction, int authorityId, byte[] issuerHash, CrlFile crl) {
        transaction
                .createUpdate("""
                        INSERT INTO outside_crl (authority_id, issuer_sha256, number, this_update, next_update, entries, der)
                        VALUES (:authority, :issuer, :number, :thisUpdate, :nextUpdate, :entries, :der)
                        """)
                .bind("authority", authorityId)
                .bind("issuer", issuerHash)
                .bind("number", new BigDecimal(crl.number()))
                .bind("thisUpdate", crl.thisUpdate())
                .bind("nextUpdate", crl.nextUpdate())
                .bind("entries", crl.entries().size())
                .bind("der", crl.der())
                .execute();
    }

    /** How the newest kept CRL of each issuer outside stands; an issuer of whom none was taken in is not watched. */
    static List<CrlStanding> standings(Handle handle) {
        return handle.createQuery("""
                        SELECT DISTINCT ON (o.authority_id, o.issuer_sha256)
                               a.id, a.name, encode(o.issuer_sha256, 'hex') AS issuer, clock_timestamp() AS now, o.this_update, o.next_update
                          FROM outside_crl o
                          JOIN authority a ON a.id = o.authority_id
                         WHERE a.state IN ('ACTIVE', 'RETIRED') AND a.not_after > now()
                         ORDER BY o.authority_id, o.issuer_sha256, o.number DESC
                        """)
                .map((row, context) -> new CrlStanding(
                        row.getInt("id"),
                        "the issuer " + row.getString("issuer").substring(0, 8) + " above " + row.getString("name"),
                        false,
                        CrlOrigin.IMPORT,
                        row.getObject("now", OffsetDateTime.class).toInstant(),
                        null,
                        row.getObject("this_update", OffsetDateTime.class).toInstant(),
                        row.getObject("next_update", OffsetDateTime.class).toInstant()))
                .list();
    }

    private static byte[] encoded(Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (IOException e) {
            throw new IllegalStateException("a stored certificate cannot be encoded again: " + e.getMessage(), e);
        }
    }
}
