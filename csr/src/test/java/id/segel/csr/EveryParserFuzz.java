package id.segel.csr;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Fuzz target: all the others, chosen by the first byte, so that a short run needs one JVM only. */
public final class EveryParserFuzz {

    private static final List<FuzzTest.Target> TARGETS = FuzzTest.targets().toList();

    private EveryParserFuzz() {}

    /** Called by Jazzer. */
    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length > 0) {
            TARGETS.get((input[0] & 0xff) % TARGETS.size()).method().accept(Arrays.copyOfRange(input, 1, input.length));
        }
    }

    /** A third of each target's: the rest is tried in the test's own JVM. */
    static List<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>();
        for (int target = 0; target < TARGETS.size(); target++) {
            List<byte[]> own = TARGETS.get(target).seeds().get();
            for (int i = 0; i < own.size(); i += 3) {
                seeds.add(FindingCases.join(new byte[] {(byte) target}, own.get(i)));
            }
        }
        return seeds;
    }
}
