package id.segel.csr;

import static java.util.Objects.requireNonNull;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * {@code deploy/bench csr}: what one check costs in processor time and memory, for honest requests of every kind of key
 * and for other inputs: those of {@link FindingCases} and {@link ProgramForms}, and every file below the directory of the
 * tests' resources, where what the fuzzer found once is kept. Ends with 1 if a figure asked for was not reached.
 *
 * <p>Arguments: {@code --long} for more requests, {@code --only PART} for the rows whose name holds PART,
 * {@code --inputs DIRECTORY} for every file below it too, such as a fuzzer's corpus.
 */
public final class CsrBench {

    private static final double MOST_MILLIS = 50;
    private static final long MOST_BYTES = 10_000_000;
    private static final Path RESOURCES = Path.of("src/test/resources");

    private final ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final CsrChecker checker = CsrChecker.standard();
    private final int requests;
    private final String only;
    private final List<Path> directories;
    private final List<String> missed = new ArrayList<>();

    private CsrBench(int requests, String only, List<Path> directories) {
        this.requests = requests;
        this.only = only;
        this.directories = directories;
    }

    /**
     * @param millis processor time of each run, ascending
     * @param bytes what the dearest run allocated
     */
    private record Cost(double[] millis, long bytes) {

        double percentile(double share) {
            return millis[(int) Math.min(millis.length - 1, Math.ceil(share * millis.length) - 1)];
        }

        double most() {
            return millis[millis.length - 1];
        }
    }

    /**
     * One row.
     *
     * @param p99Millis what is asked for
     * @param request makes one more request, with another key
     */
    private record Row(String name, double p99Millis, Supplier<RequestBuilder> request) {}

    public static void main(String[] arguments) throws IOException {
        List<String> given = Arrays.asList(arguments);
        String only = given.contains("--only") ? given.get(given.indexOf("--only") + 1) : "";
        List<Path> directories = new ArrayList<>(List.of(RESOURCES));
        if (given.contains("--inputs")) {
            directories.add(Path.of(given.get(given.indexOf("--inputs") + 1)));
        }
        CsrBench bench = new CsrBench(given.contains("--long") ? 3000 : 500, only, directories);
        bench.honest();
        bench.worst();
        bench.missed.forEach(miss -> System.out.println("Not reached: " + miss));
        System.exit(bench.missed.isEmpty() ? 0 : 1);
    }

    private static List<Row> rows() {
        return List.of(
                new Row("P-256", 5, () -> fresh("EC", 256)),
                new Row("P-384", 5, () -> fresh("EC", 384)),
                new Row("Ed25519", 5, () -> fresh("Ed25519", 0)),
                new Row("RSA-2048", 15, () -> fresh("RSA", 2048)),
                new Row("RSA-3072", 15, () -> fresh("RSA", 3072)),
                new Row("RSA-4096", 35, () -> fresh("RSA", 4096)));
    }

    private static RequestBuilder fresh(String algorithm, int bits) {
        return switch (algorithm) {
            case "RSA" ->
                RequestBuilder.with(RequestBuilder.newKey(algorithm, bits), RequestBuilder.SHA256_RSA, "SHA256withRSA");
            case "EC" ->
                RequestBuilder.with(
                        RequestBuilder.newKey(algorithm, bits), RequestBuilder.SHA256_ECDSA, "SHA256withECDSA");
            default -> RequestBuilder.with(RequestBuilder.newKey(algorithm, 0), RequestBuilder.ED25519, algorithm);
        };
    }

    /** Everything a server would give: account, challenge, keys seen, and as many known moduli as are ever kept. */
    private static CsrContext fullContext() {
        Random random = new Random(2048);
        KnownModuli known = new KnownModuli();
        for (int bits : new int[] {2048, 3072, 4096}) {
            int most = (bits == 2048 ? KnownModuli.MAX_BITS_SHORT : KnownModuli.MAX_BITS_LONG) / bits;
            for (int i = 0; i < most; i++) {
                // As good as real ones: what a comparison costs does not depend on what it compares with.
                known.add(new BigInteger(bits, random).setBit(bits - 1).setBit(0));
            }
        }
        return new CsrContext(
                WeakKeyCases.WITH_ED25519,
                FindingCases.ACCOUNT.subject(),
                FindingCases.CHALLENGE,
                spki -> KeyUse.UNUSED,
                known);
    }

    private void honest() {
        CsrContext context = fullContext();
        System.out.printf(
                "JDK %s, %d processors, %d requests of each kind with 4 keys, %d moduli known%n%n",
                System.getProperty("java.version"),
                Runtime.getRuntime().availableProcessors(),
                requests,
                ((KnownModuli) requireNonNull(context.sharedPrimes())).size());
        System.out.println("honest request   min ms  p50 ms  p99 ms  max ms  p99 asked  alloc kB");
        for (Row row : rows()) {
            if (!row.name().contains(only)) {
                continue;
            }
            List<byte[]> files = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                byte[] file = row.request()
                        .get()
                        .attribute(Challenge.attribute(FindingCases.CHALLENGE))
                        .pem();
                List<Finding> findings = checker.check(file, context).findings();
                if (!findings.isEmpty()) {
                    throw new IllegalStateException(row.name() + " is no honest request: " + findings);
                }
                files.add(file);
            }
            measure(files, context, Math.max(60, requests / 5));
            Cost cost = measure(files, context, requests);
            System.out.printf(
                    Locale.ROOT,
                    "%-15s %7.2f %7.2f %7.2f %7.2f %10.0f %9.0f%n",
                    row.name(),
                    cost.millis()[0],
                    cost.percentile(0.5),
                    cost.percentile(0.99),
                    cost.most(),
                    row.p99Millis(),
                    cost.bytes() / 1e3);
            if (cost.percentile(0.99) > row.p99Millis()) {
                missed.add(String.format(
                        Locale.ROOT,
                        "%s: p99 %.2f ms, %.0f ms asked",
                        row.name(),
                        cost.percentile(0.99),
                        row.p99Millis()));
            }
            judge(row.name(), cost);
        }
    }

    private void worst() throws IOException {
        Map<String, FindingCases.Case> inputs = new LinkedHashMap<>();
        FindingCases.all().forEach((kind, example) -> inputs.put(kind.id(), example.get()));
        CsrContext context = fullContext();
        addAll(
                inputs,
                context,
                "form",
                Stream.of(
                        ProgramForms.certreq(),
                        ProgramForms.certreqOfOldWindows(),
                        ProgramForms.webCrypto(),
                        ProgramForms.pkijs()));
        addAll(inputs, context, "fuzz", FuzzRun.foundBefore(CsrCheckFuzz.class).stream());
        try (Stream<Path> files = Files.walk(RESOURCES)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                byte[] input = Files.readAllBytes(file);
                inputs.put(
                        RESOURCES.relativize(file).toString(),
                        FindingCases.of(input).judgedBy(context));
            }
        }
        inputs.keySet().removeIf(name -> !name.contains(only));
        if (inputs.isEmpty()) {
            return;
        }
        Map<String, Cost> costs = new LinkedHashMap<>();
        inputs.forEach((name, input) -> measure(List.of(input.input()), input.context(), 10));
        inputs.forEach((name, input) -> costs.put(name, measure(List.of(input.input()), input.context(), 20)));
        System.out.printf(
                Locale.ROOT,
                "%nof %d other inputs, 20 times each     max ms  alloc kB   asked: %.0f ms, %d kB%n",
                costs.size(),
                MOST_MILLIS,
                MOST_BYTES / 1000);
        costs.entrySet().stream()
                .sorted((a, b) ->
                        Double.compare(b.getValue().most(), a.getValue().most()))
                .limit(5)
                .forEach(entry -> print(entry.getKey(), entry.getValue()));
        costs.entrySet().stream()
                .sorted((a, b) ->
                        Long.compare(b.getValue().bytes(), a.getValue().bytes()))
                .limit(3)
                .forEach(entry -> print(entry.getKey(), entry.getValue()));
        costs.forEach(this::judge);
    }

    private static void addAll(
            Map<String, FindingCases.Case> inputs, CsrContext context, String name, Stream<byte[]> files) {
        files.forEach(file ->
                inputs.put(name + " " + inputs.size(), FindingCases.of(file).judgedBy(context)));
    }

    private static void print(String name, Cost cost) {
        System.out.printf(Locale.ROOT, "%-38s %6.2f %9.0f%n", name, cost.most(), cost.bytes() / 1e3);
    }

    /** What holds for every input whatever it is. */
    private void judge(String name, Cost cost) {
        if (cost.most() > MOST_MILLIS) {
            missed.add(
                    String.format(Locale.ROOT, "%s: %.2f ms at most, %.0f ms asked", name, cost.most(), MOST_MILLIS));
        }
        if (cost.bytes() > MOST_BYTES) {
            missed.add(name + ": " + cost.bytes() + " bytes allocated, " + MOST_BYTES + " asked");
        }
    }

    private Cost measure(List<byte[]> files, CsrContext context, int runs) {
        double[] millis = new double[runs];
        long bytes = 0;
        for (int i = 0; i < runs; i++) {
            byte[] file = files.get(i % files.size());
            long allocated = thread.getCurrentThreadAllocatedBytes();
            long start = thread.getCurrentThreadCpuTime();
            checker.check(file, context);
            millis[i] = (thread.getCurrentThreadCpuTime() - start) / 1e6;
            bytes = Math.max(bytes, thread.getCurrentThreadAllocatedBytes() - allocated);
        }
        Arrays.sort(millis);
        return new Cost(millis, bytes);
    }
}
