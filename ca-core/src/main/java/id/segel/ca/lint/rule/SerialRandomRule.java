package id.segel.ca.lint.rule;

import id.segel.ca.lint.LintSubject;
import java.util.List;

/** The serial number does not look like a counter or filler: random octets practically never repeat this much. */
final class SerialRandomRule extends NamedRule {
    /** 17 random octets have 8 distinct values or fewer once in 10^11 times. */
    private static final int FEWEST_DISTINCT = 8;

    /** Six equal octets in a row come by chance once in 10^11 times. */
    private static final int LONGEST_RUN = 5;

    SerialRandomRule() {
        super(
                "lint.serial-random",
                "The serial number does not look like a counter or filler: random octets practically never repeat this much.",
                "DESIGN 4 step 5; incidents 1 (serials with too little randomness)",
                LANGUAGE);
    }

    @Override
    public List<String> check(LintSubject subject) {
        byte[] serial = subject.serialBytes();
        int run = 0;
        int longest = 0;
        boolean[] seen = new boolean[256];
        int distinct = 0;
        for (int i = 0; i < serial.length; i++) {
            run = i > 0 && serial[i] == serial[i - 1] ? run + 1 : 1;
            longest = Math.max(longest, run);
            int octet = serial[i] & 0xFF;
            if (!seen[octet]) {
                seen[octet] = true;
                distinct++;
            }
        }
        return distinct <= FEWEST_DISTINCT || longest > LONGEST_RUN
                ? List.of("the serial number " + hex(serial) + " has " + distinct + " different octets and " + longest
                        + " equal ones in a row")
                : List.of();
    }
}
