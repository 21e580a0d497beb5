package id.segel.ca.lint.rule;

import id.segel.ca.lint.LintSubject;
import java.util.List;

/** The serial number has 17 to 20 octets, so at least 128 random bits after the unused sign bit. */
final class SerialLongRule extends NamedRule {
    SerialLongRule() {
        super(
                "lint.serial-long",
                "The serial number has 17 to 20 octets, so at least 128 random bits after the unused sign bit.",
                "RFC 5280 4.1.2.2; at least 128 random bits by DESIGN 4 step 5",
                PROFILES);
    }

    @Override
    public List<String> check(LintSubject subject) {
        byte[] serial = subject.serialBytes();
        if (serial.length < 17 || serial.length > 20) {
            return List.of("the serial number has " + serial.length + " octets, not 17 to 20");
        }
        if (serial[0] == 0) {
            return List.of("the serial number begins with a zero octet, which takes 8 bits from its randomness");
        }
        return List.of();
    }
}
