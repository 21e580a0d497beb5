package id.segel.ca.person;

import java.util.EnumSet;
import java.util.Set;

/** What an account may be (DESIGN 8). Key custodians work at the ceremony command and have no role here. */
public enum Role {
    APPLICANT,
    OFFICER,
    SUPERVISOR,
    AUDITOR,
    ADMIN;

    /** Whether a one-time code is needed to sign in with this role: every role but the applicant's. */
    public boolean needsTotp() {
        return this != APPLICANT;
    }

    /**
     * Roles nobody may hold together with this one: an administrator approves nothing, an auditor changes nothing
     * (domain.md 1.4). Every member of the staff may be an applicant besides.
     */
    Set<Role> excludes() {
        return switch (this) {
            case APPLICANT -> EnumSet.noneOf(Role.class);
            case OFFICER, SUPERVISOR -> EnumSet.of(AUDITOR, ADMIN);
            case AUDITOR -> EnumSet.of(OFFICER, SUPERVISOR, ADMIN);
            case ADMIN -> EnumSet.of(OFFICER, SUPERVISOR, AUDITOR);
        };
    }
}
