package id.segel.ca.profile;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An attribute of distinguished names: what profiles and ceremony files call it, its object identifier, and the bounds
 * RFC 5280 Appendix A.1 sets (upper bounds in characters; countryName and serialNumber are PrintableString).
 */
public enum NameAttribute {
    COUNTRY("C", "2.5.4.6", 2, true, true),
    STATE("ST", "2.5.4.8", 128, false, false),
    LOCALITY("L", "2.5.4.7", 128, false, false),
    ORGANIZATION("O", "2.5.4.10", 64, false, false),
    ORGANIZATIONAL_UNIT("OU", "2.5.4.11", 64, false, false),
    SERIAL_NUMBER("serialNumber", "2.5.4.5", 64, true, true),
    COMMON_NAME("CN", "2.5.4.3", 64, false, true),
    TITLE("title", "2.5.4.12", 64, false, false),
    // Appendix A.1 has ub-name, 32,768; nobody's name is longer than this.
    GIVEN_NAME("givenName", "2.5.4.42", 128, false, true),
    SURNAME("surname", "2.5.4.4", 128, false, true);

    private static final Pattern PRINTABLE = Pattern.compile("[A-Za-z0-9 '()+,./:=?-]*");
    private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());

    private final String label;
    private final String oid;
    private final int longest;
    private final boolean printable;
    private final boolean once;

    NameAttribute(String label, String oid, int longest, boolean printable, boolean once) {
        this.label = label;
        this.oid = oid;
        this.longest = longest;
        this.printable = printable;
        this.once = once;
    }

    /** The attribute that profiles call so. */
    public static Optional<NameAttribute> of(String label) {
        return Arrays.stream(values()).filter(each -> each.label.equals(label)).findFirst();
    }

    /** What profiles call it: C, O, OU, serialNumber, CN ... */
    public String label() {
        return label;
    }

    /** Dotted object identifier. */
    public String oid() {
        return oid;
    }

    /** Whether its value is a PrintableString; otherwise a UTF8String. */
    public boolean isPrintable() {
        return printable;
    }

    /** Whether a subject has it at most once. */
    public boolean isSingle() {
        return once;
    }

    /** Why a value cannot stand in a name, as the end of a sentence about it; null when it can. */
    public @Nullable String fault(String value) {
        int length = value.codePointCount(0, value.length());
        if (value.isBlank() || !value.equals(value.strip())) {
            return "is empty or has blanks at an end";
        }
        if (length > longest) {
            return "has " + length + " characters; " + label + " takes at most " + longest + " (RFC 5280 Appendix A.1)";
        }
        if (this == COUNTRY && !COUNTRIES.contains(value)) {
            return "is no country of ISO 3166; give two capital letters such as ID";
        }
        if (printable && !PRINTABLE.matcher(value).matches()) {
            return "has a character that is not in PrintableString; " + label
                    + " takes letters, digits, space and ' ( ) + , - . / : = ?";
        }
        return Characters.hasInvisible(value) ? "holds an invisible character; type it again" : null;
    }
}
