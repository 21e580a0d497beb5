package id.segel.api.server;

import id.segel.api.config.ServiceConfiguration;
import id.segel.ca.audit.AuditLog;
import id.segel.ca.notice.NoticeOutbox;
import id.segel.ca.status.CrlImport;
import id.segel.ca.status.PkiLocations;
import id.segel.ca.status.StatusChanges;
import id.segel.ca.store.Database;
import id.segel.ca.store.DatabaseRole;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;

/** Where CRLs that were made elsewhere are handed in. Needs the database and no token. */
public final class CrlDesk {
    private CrlDesk() {}

    /**
     * Takes a CRL in.
     *
     * @param authority whose CRL it is, or the one its maker certified
     * @param file PEM or DER
     * @throws IllegalArgumentException with everything that forbids it
     */
    public static CrlImport.Imported take(ServiceConfiguration configuration, String authority, byte[] file) {
        Opened opened = new Opened();
        Clock clock = Clock.systemUTC();
        SecureRandom random = new SecureRandom();
        try {
            Basis basis = new Basis(
                    configuration,
                    clock,
                    random,
                    new SimpleMeterRegistry(),
                    id.segel.api.http.Json.mapper(),
                    new AuditLog(clock, random),
                    new NoticeOutbox(),
                    Map.of(),
                    opened);
            Database database = basis.database(DatabaseRole.ISSUER, 3);
            return new CrlImport(
                            database,
                            new StatusChanges(database, basis.audit(), basis.statusNotices()),
                            basis.audit(),
                            new PkiLocations(configuration.pkiBase()))
                    .take(authority, file);
        } finally {
            opened.stop();
        }
    }
}
