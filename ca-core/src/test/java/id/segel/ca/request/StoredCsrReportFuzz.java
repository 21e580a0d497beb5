package id.segel.ca.request;

import id.segel.csr.Severity;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Fuzz target: a stored report is read, or refused as one that cannot be; what was read is written and read the same. */
public final class StoredCsrReportFuzz {

    private StoredCsrReportFuzz() {}

    /** Called by Jazzer. */
    public static void fuzzerTestOneInput(byte[] input) {
        StoredCsrReport report;
        try {
            report = StoredCsrReport.fromJson(new String(input, StandardCharsets.UTF_8));
        } catch (IllegalStateException e) {
            return;
        }
        // The JSON word null is the one text that is read as no report.
        if (report != null && !report.equals(StoredCsrReport.fromJson(report.toJson()))) {
            throw new AssertionError("written and read again it is different: " + report);
        }
    }

    public static List<byte[]> seeds() {
        StoredCsrReport report = new StoredCsrReport(
                "EC P-256",
                List.of(new StoredCsrReport.SubjectField("CN", "Siti Rahmawati")),
                List.of(new StoredCsrReport.StoredFinding(
                        "csr.attribute-ignored", Severity.INFO, "Diabaikan.", "Ignored.")));
        return List.of(report.toJson().getBytes(StandardCharsets.UTF_8), "{}".getBytes(StandardCharsets.UTF_8));
    }
}
