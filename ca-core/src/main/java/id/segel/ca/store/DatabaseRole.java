package id.segel.ca.store;

import java.util.Locale;

/** The roles of DESIGN 8. OWNER runs migrations and nothing else. */
public enum DatabaseRole {
    OWNER,
    WEB,
    ISSUER,
    SEQUENCER,
    CHECKER,
    AUDITOR;

    /** The role's name in PostgreSQL. */
    public String roleName() {
        return "segel_" + name().toLowerCase(Locale.ROOT);
    }
}
