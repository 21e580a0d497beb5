package id.segel.ca.lint.rule;

import id.segel.ca.lint.LintSubject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Dates through 2049 are UTCTime, later ones GeneralizedTime, both in seconds and in Zulu time. */
final class ValidityEncodingRule extends NamedRule {
    private static final int UTC_TIME = 0x17;
    private static final int GENERALIZED_TIME = 0x18;

    ValidityEncodingRule() {
        super(
                "lint.validity-encoding",
                "Dates through 2049 are UTCTime, later ones GeneralizedTime, both in seconds and in Zulu time.",
                "RFC 5280 4.1.2.5.1 and 4.1.2.5.2",
                RFC_5280);
    }

    @Override
    public List<String> check(LintSubject subject) {
        List<String> faults = new ArrayList<>();
        addFault(faults, "notBefore", subject.notBeforeBytes());
        addFault(faults, "notAfter", subject.notAfterBytes());
        return faults;
    }

    private static void addFault(List<String> faults, String field, byte[] time) {
        String fault = fault(time);
        if (fault != null) {
            faults.add(field + " " + hex(time) + " " + fault);
        }
    }

    private static @Nullable String fault(byte[] time) {
        int tag = time[0] & 0xFF;
        // The longest form has 15 octets, so the length is always one octet.
        String text = new String(time, 2, time.length - 2, StandardCharsets.US_ASCII);
        if (tag == UTC_TIME) {
            return text.matches("[0-9]{12}Z") ? null : "is not YYMMDDHHMMSSZ";
        }
        if (tag != GENERALIZED_TIME) {
            return "is neither UTCTime nor GeneralizedTime";
        }
        if (!text.matches("[0-9]{14}Z")) {
            return "is not YYYYMMDDHHMMSSZ";
        }
        return text.compareTo("2050") < 0 ? "is before 2050 and must be UTCTime" : null;
    }
}
