package id.segel.ca.lint.rule;

import id.segel.ca.lint.LintSubject;
import java.util.Arrays;
import java.util.List;

/** The serial number is the one that was drawn, to the octet. */
final class SerialPromisedRule extends NamedRule {
    SerialPromisedRule() {
        super(
                "lint.serial-promised",
                "The serial number is the one that was drawn, to the octet.",
                "RFC 5280 4.1.2.2 (unique for each issuer); DESIGN 4 step 5",
                LANGUAGE);
    }

    @Override
    public List<String> check(LintSubject subject) {
        byte[] found = subject.serialBytes();
        byte[] drawn = subject.promise().serial();
        return Arrays.equals(found, drawn)
                ? List.of()
                : List.of("the serial number is " + hex(found) + ", but " + hex(drawn) + " was drawn");
    }
}
