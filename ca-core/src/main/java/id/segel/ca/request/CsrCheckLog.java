package id.segel.ca.request;

import id.segel.csr.CsrReport;
import id.segel.csr.ParsedCsr;
import java.time.OffsetDateTime;
import java.util.HexFormat;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** The table {@code csr_check}: every check of an application's request. */
public final class CsrCheckLog {
    /** Refused uploads kept of one application: who goes on trying is told each time, but fills no table. */
    static final int MOST_REFUSED_UPLOADS = 100;

    private static final int MOST_SHOWN = 200;

    private CsrCheckLog() {}

    /** Keeps what a check said. Refused uploads beyond the hundredth of an application are not kept. */
    public static void keep(Handle transaction, long applicationId, CsrOccasion occasion, CsrReport report) {
        ParsedCsr csr = report.csr();
        transaction
                .createUpdate("""
                        INSERT INTO csr_check (application_id, occasion, csr_sha256, refused, report)
                        SELECT :application, :occasion, :sha256, :refused, :report
                         WHERE NOT (:refused AND :occasion = 'UPLOAD')
                            OR :most > (SELECT count(*) FROM csr_check
                                         WHERE application_id = :application AND occasion = 'UPLOAD' AND refused)
                        """)
                .bind("application", applicationId)
                .bind("occasion", occasion.name())
                .bind("sha256", csr == null ? null : csr.sha256())
                .bind("refused", report.refused())
                .bind("report", StoredCsrReport.of(report).toJson())
                .bind("most", MOST_REFUSED_UPLOADS)
                .execute();
    }

    /** What was said of an application's requests, newest first, at most 200. */
    public static List<CsrCheckRecord> of(Handle handle, long applicationId) {
        return handle.createQuery("""
                        SELECT occasion, csr_sha256, refused, report, checked_at FROM csr_check
                         WHERE application_id = :application ORDER BY id DESC LIMIT :most
                        """)
                .bind("application", applicationId)
                .bind("most", MOST_SHOWN)
                .map((row, context) -> {
                    byte[] sha256 = row.getBytes("csr_sha256");
                    return new CsrCheckRecord(
                            CsrOccasion.valueOf(row.getString("occasion")),
                            sha256 == null ? null : HexFormat.of().formatHex(sha256),
                            row.getBoolean("refused"),
                            StoredCsrReport.fromJson(row.getString("report")),
                            row.getObject("checked_at", OffsetDateTime.class).toInstant());
                })
                .list();
    }
}
