package id.segel.ca.lint.rule;

import id.segel.ca.lint.LintSubject;
import java.util.List;

/** The serial number is a positive integer. */
final class SerialPositiveRule extends NamedRule {
    SerialPositiveRule() {
        super("lint.serial-positive", "The serial number is a positive integer.", "RFC 5280 4.1.2.2", RFC_5280);
    }

    @Override
    public List<String> check(LintSubject subject) {
        byte[] serial = subject.serialBytes();
        if (serial.length == 0 || serial[0] < 0) {
            return List.of("the serial number " + hex(serial) + " is not positive");
        }
        for (byte octet : serial) {
            if (octet != 0) {
                return List.of();
            }
        }
        return List.of("the serial number is zero");
    }
}
