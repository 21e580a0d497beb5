package id.segel.csr;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** What must hold of the report about any bytes whatever, and what it may cost to make it. */
final class SoundReport {

    private static final CsrChecker CHECKER = CsrChecker.standard();
    private static final CsrContext EVERYTHING = new CsrContext(
            WeakKeyCases.WITH_ED25519,
            FindingCases.ACCOUNT.subject(),
            FindingCases.CHALLENGE,
            spki -> KeyUse.UNUSED,
            WeakKeyCases.knowing(WeakKeys.sharingAPrimeWithGood()).sharedPrimes());

    private static final long MOST_BYTES = 10_000_000;

    /** Time is judged in long runs alone: a JVM that just began, on a busy machine, says nothing about it. */
    private static final long MOST_NANOS = Boolean.getBoolean("segel.long") ? 50_000_000 : Long.MAX_VALUE;

    /** A measurement above the limit counts when it is above it every time: the first runs are interpreted. */
    private static final int MEASUREMENTS = 6;

    private static final Pattern LONG_NUMBER = Pattern.compile("\\d{15}");
    private static final Pattern IDENTITY_NUMBER = Pattern.compile("(?<!\\d)(\\d{16}|\\d{18})(?!\\d)");

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private SoundReport() {}

    /** Fails when the report about the bytes is not sound or took too much. */
    static CsrReport about(byte[] input) {
        CsrReport report = measured(input);
        require(!report.findings().contains(FindingKind.CANNOT_BE_CHECKED.with("read")), "the reader crashed");
        for (Finding finding : report.findings()) {
            require(!finding.id().equals(FindingKind.CANNOT_BE_CHECKED.id()), "a check crashed: " + finding);
            for (Language language : Language.values()) {
                sound(finding.message(language));
            }
        }
        boolean error = report.findings().stream().anyMatch(Finding::refuses);
        require(report.refused() == (error || report.csr() == null), "refused() and the findings disagree");
        require(report.csr() != null || error, "there is no request and no reason");
        if (PrivateKeySearch.inBytes(input)) {
            require(
                    report.findings().equals(List.of(FindingKind.CONTAINS_PRIVATE_KEY.with())) && report.csr() == null,
                    "a private key passed");
        }
        ParsedCsr csr = report.csr();
        if (csr != null) {
            require(
                    csr.subject().stream()
                            .noneMatch(a -> IDENTITY_NUMBER.matcher(a.value()).find()),
                    "an identity number was kept");
            require(!Arrays.equals(csr.der(), new byte[0]), "there is a request without bytes");
        }
        if (!report.refused() && csr != null) {
            Reencoding.assertSame(csr.der());
        }
        return report;
    }

    private static CsrReport measured(byte[] input) {
        long bytes = Long.MAX_VALUE;
        long nanos = Long.MAX_VALUE;
        CsrReport report = null;
        for (int i = 0; i < MEASUREMENTS && (bytes > MOST_BYTES || nanos > MOST_NANOS); i++) {
            long bytesBefore = THREADS.getCurrentThreadAllocatedBytes();
            long nanosBefore = THREADS.getCurrentThreadCpuTime();
            report = CHECKER.check(input, EVERYTHING);
            nanos = Math.min(nanos, THREADS.getCurrentThreadCpuTime() - nanosBefore);
            bytes = Math.min(bytes, THREADS.getCurrentThreadAllocatedBytes() - bytesBefore);
        }
        require(bytes <= MOST_BYTES, "the check allocated " + bytes + " bytes");
        require(nanos <= MOST_NANOS, "the check took " + nanos + " ns of CPU");
        if (report == null) {
            throw new AssertionError("nothing was measured");
        }
        return report;
    }

    private static void sound(String message) {
        require(message.endsWith(".") && message.length() < 900, "no sentence: " + message);
        require(message.codePoints().noneMatch(Shown::misleading), "a deceiving character is shown: " + message);
        require(!LONG_NUMBER.matcher(message).find(), "a long number is shown: " + message);
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }
}
