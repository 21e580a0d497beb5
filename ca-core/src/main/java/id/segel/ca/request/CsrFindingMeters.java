package id.segel.ca.request;

import id.segel.csr.CsrReport;
import id.segel.csr.Finding;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;

/**
 * Counts checks ({@code segel.csr.checks}, by occasion and outcome) and findings ({@code segel.csr.findings}, by id,
 * severity and occasion). Ids are a closed list, so the number of series is bounded. Thread-safe.
 */
public final class CsrFindingMeters {
    private final MeterRegistry meters;

    public CsrFindingMeters(MeterRegistry meters) {
        this.meters = meters;
    }

    /** Counts one check and all it found. */
    public void count(CsrOccasion occasion, CsrReport report) {
        String when = occasion.name().toLowerCase(Locale.ROOT).replace('_', '-');
        Counter.builder("segel.csr.checks")
                .description("CSRs checked")
                .tag("occasion", when)
                .tag("outcome", report.refused() ? "refused" : "passed")
                .register(meters)
                .increment();
        for (Finding finding : report.findings()) {
            Counter.builder("segel.csr.findings")
                    .description("findings about CSRs; ERROR refuses")
                    .tag("id", finding.id())
                    .tag("severity", finding.severity().name())
                    .tag("occasion", when)
                    .register(meters)
                    .increment();
        }
    }
}
