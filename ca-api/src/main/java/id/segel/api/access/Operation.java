package id.segel.api.access;

import static id.segel.ca.person.Role.ADMIN;
import static id.segel.ca.person.Role.APPLICANT;
import static id.segel.ca.person.Role.AUDITOR;
import static id.segel.ca.person.Role.OFFICER;
import static id.segel.ca.person.Role.SUPERVISOR;

import id.segel.ca.person.Role;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * The permission table: every operation and who may call it. The constant in camel case is the OpenAPI operation id and
 * the name of the resource method.
 */
public enum Operation {
    START_SESSION(Audience.ANYONE),
    SHOW_SESSION(Audience.SIGNED_IN),
    END_SESSION(Audience.SIGNED_IN),
    ACTIVATE_ACCOUNT(Audience.ANYONE),
    SHOW_AGREEMENT(Audience.ANYONE),
    ACCEPT_AGREEMENT(Audience.SIGNED_IN),
    LIST_PRODUCTS(Audience.SIGNED_IN),
    LIST_NOTICES(Audience.SIGNED_IN),
    CHECK_CSR(Audience.SIGNED_IN),

    LIST_APPLICATIONS(APPLICANT),
    START_APPLICATION(APPLICANT),
    SHOW_APPLICATION(APPLICANT),
    UPLOAD_LETTER(APPLICANT),
    UPLOAD_CSR(Audience.LOCK, APPLICANT),
    DOWNLOAD_ENROLMENT(APPLICANT),
    SUBMIT_APPLICATION(APPLICANT),
    RECALL_APPLICATION(APPLICANT),
    WITHDRAW_APPLICATION(APPLICANT),
    LIST_CSR_CHECKS(APPLICANT),
    SHOW_TIMELINE(APPLICANT),
    SHOW_STATE(Audience.LOCK, APPLICANT),
    DOWNLOAD_CERTIFICATE(Audience.LOCK, APPLICANT),

    LIST_QUEUE(OFFICER, SUPERVISOR),
    REVIEW_APPLICATION(OFFICER, SUPERVISOR),
    READ_LETTER(OFFICER, SUPERVISOR),
    REVIEW_TIMELINE(OFFICER, SUPERVISOR, AUDITOR),
    CLAIM_APPLICATION(OFFICER, SUPERVISOR),
    RELEASE_APPLICATION(OFFICER, SUPERVISOR),
    DECIDE_APPLICATION(OFFICER, SUPERVISOR),
    DECIDE_APPLICATIONS(OFFICER, SUPERVISOR),
    SHOW_CERTIFICATE(OFFICER, SUPERVISOR, AUDITOR),
    REVOKE_CERTIFICATE(OFFICER, SUPERVISOR),
    SUSPEND_CERTIFICATE(OFFICER, SUPERVISOR),
    RELEASE_CERTIFICATE(OFFICER, SUPERVISOR),
    SHOW_KEY(OFFICER, SUPERVISOR),
    LIST_BLOCKED_KEYS(OFFICER, SUPERVISOR, AUDITOR),
    BLOCK_KEY(SUPERVISOR),
    LIST_PRODUCT_VERSIONS(SUPERVISOR, AUDITOR, ADMIN),
    PREVIEW_PROFILE(SUPERVISOR, ADMIN),

    SHOW_HOME(Audience.ANYONE),
    SHOW_STYLE(Audience.ANYONE),
    SHOW_OPEN_API(Audience.ANYONE),
    SHOW_PROBLEM(Audience.ANYONE),
    FETCH_AUTHORITY_CERTIFICATE(Audience.ANYONE),
    FETCH_CRL(Audience.ANYONE),
    FETCH_CRL_SHARD(Audience.ANYONE),
    ASK_OCSP(Audience.ANYONE),
    ASK_OCSP_BY_GET(Audience.ANYONE);

    /** Who an operation is for, beside roles. */
    enum Audience {
        /** Needs no credentials. */
        ANYONE,
        /** Everybody with a session, whatever the role. */
        SIGNED_IN,
        /** Those with a role, and LOCK with a token of the application. */
        LOCK,
        /** Those with a role. */
        ROLES
    }

    private final Audience audience;

    @SuppressWarnings("ImmutableEnumChecker") // made unmodifiable in the constructor
    private final Set<Role> roles;

    Operation(Audience audience) {
        this.audience = audience;
        this.roles = Collections.unmodifiableSet(
                audience == Audience.SIGNED_IN ? EnumSet.allOf(Role.class) : EnumSet.noneOf(Role.class));
    }

    Operation(Role... roles) {
        this(Audience.ROLES, roles);
    }

    Operation(Audience audience, Role... roles) {
        this.audience = audience;
        EnumSet<Role> set = EnumSet.noneOf(Role.class);
        set.addAll(Arrays.asList(roles));
        this.roles = Collections.unmodifiableSet(set);
    }

    /** Whether it needs no credentials. */
    public boolean isOpen() {
        return audience == Audience.ANYONE;
    }

    /** Whether a token of LOCK opens it. */
    public boolean isForLock() {
        return audience == Audience.LOCK;
    }

    /** The roles that may call it; empty for an open one. */
    public Set<Role> roles() {
        return roles;
    }

    /** As in OpenAPI: {@code startSession}. */
    public String id() {
        StringBuilder id = new StringBuilder();
        for (String word : name().toLowerCase(Locale.ROOT).split("_", -1)) {
            id.append(id.isEmpty() ? word : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
        }
        return id.toString();
    }
}
