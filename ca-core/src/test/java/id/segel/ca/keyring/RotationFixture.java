package id.segel.ca.keyring;

import id.segel.ca.audit.AuditLog;
import id.segel.ca.document.LetterConfiguration;
import id.segel.ca.document.LetterKeys;
import id.segel.ca.document.Letters;
import id.segel.ca.document.PdfBoxLetterInspector;
import id.segel.ca.document.SealedLetter;
import id.segel.ca.person.ColumnKeys;
import id.segel.ca.store.Database;
import id.segel.hsm.WrappingKey;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Letters under wrapping keys, and the rotation upon them. */
final class RotationFixture {
    static final List<WrappedTable> TABLES = List.of(new ColumnKeys(), new LetterKeys());

    private static final SecureRandom RANDOM = new SecureRandom();

    private final Database web;
    private final Jdbi superuser;

    RotationFixture(Database web, Jdbi superuser) {
        this.web = web;
        this.superuser = superuser;
    }

    /** Letters as a node with these keys keeps them. */
    Letters letters(WrappingKeys keys) {
        return new Letters(
                web,
                keys,
                RANDOM,
                new PdfBoxLetterInspector(LetterConfiguration.standard()),
                LetterConfiguration.standard());
    }

    static byte[] file(int n) {
        return ("surat " + n).getBytes(StandardCharsets.UTF_8);
    }

    /** Uploads a letter that belongs to no application; its id. */
    long upload(Letters letters, int n) {
        SealedLetter sealed = letters.seal(file(n), 1, n);
        superuser.useTransaction(transaction -> {
            transaction.execute("SET LOCAL session_replication_role = replica");
            letters.store(transaction, sealed, n, 1, Instant.EPOCH);
        });
        return sealed.id();
    }

    Rewrapping rotation(WrappingKey to, WrappingKey from, int batch) {
        return rotation(new WrappingKeys(to, List.of(from), null), batch);
    }

    Rewrapping rotation(WrappingKeys keys, int batch) {
        return new Rewrapping(web, new AuditLog(Clock.systemUTC(), RANDOM), keys, TABLES, batch);
    }

    /** Runs until a run finds nothing; how many rows were wrapped anew. */
    static int runToTheEnd(Rewrapping rotation) {
        int rewrapped = 0;
        while (true) {
            Rewrapping.Run run = rotation.run();
            rewrapped += run.rewrapped();
            if (run.equals(new Rewrapping.Run(0, 0, null))) {
                return rewrapped;
            }
        }
    }

    long under(String table, String label) {
        return count("SELECT count(*) FROM " + table + " WHERE wrapping_key_label = '" + label + "'");
    }

    long count(String sql) {
        return superuser.withHandle(
                (Handle handle) -> handle.createQuery(sql).mapTo(Long.class).one());
    }

    /** The facts of events with this action, in order. */
    List<String> events(String action) {
        return superuser.withHandle(handle -> handle
                .createQuery("SELECT leaf FROM audit_event WHERE action = :action ORDER BY id")
                .bind("action", action)
                .mapTo(byte[].class)
                .list()
                .stream()
                .map(leaf -> new String(leaf, StandardCharsets.UTF_8))
                .map(leaf -> leaf.substring(leaf.indexOf('\n') + 1))
                .toList());
    }
}
