package id.segel.ca.lint.rule;

import id.segel.ca.lint.LintRule;
import java.time.LocalDate;
import java.util.HexFormat;

/** What every rule has: its name and where it comes from. */
abstract class NamedRule implements LintRule {
    /** RFC 5280 was published in May 2008. */
    static final LocalDate RFC_5280 = LocalDate.of(2008, 5, 1);

    /** First day of our own profiles. */
    static final LocalDate PROFILES = LocalDate.of(2026, 11, 1);

    /** First day of the profile language with everything a certificate may hold. */
    static final LocalDate LANGUAGE = LocalDate.of(2026, 11, 23);

    private final String id;
    private final String description;
    private final String source;
    private final LocalDate effective;

    NamedRule(String id, String description, String source, LocalDate effective) {
        this.id = id;
        this.description = description;
        this.source = source;
        this.effective = effective;
    }

    @Override
    public final String id() {
        return id;
    }

    @Override
    public final String description() {
        return description;
    }

    @Override
    public final String source() {
        return source;
    }

    @Override
    public final LocalDate effective() {
        return effective;
    }

    static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
