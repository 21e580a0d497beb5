package id.segel.ca.audit;

/** Everything the log can tell. The wire name is written into leaves and never changes its meaning. */
public enum AuditAction {
    SESSION_STARTED("session.started"),
    SESSION_REFUSED("session.refused"),
    SESSION_ENDED("session.ended"),
    ACCOUNT_CREATED("account.created"),
    ACCOUNT_ACTIVATED("account.activated"),
    ACCOUNT_SUSPENDED("account.suspended"),
    ACCOUNT_RELEASED("account.released"),
    ACCOUNT_LINK_RENEWED("account.link-renewed"),
    ACCOUNT_ROLES_CHANGED("account.roles-changed"),
    PERSON_CREATED("person.created"),
    PERSON_SUSPENDED("person.suspended"),
    PERSON_RELEASED("person.released"),
    AGENCY_CREATED("agency.created"),
    AGENCY_SUSPENDED("agency.suspended"),
    AGENCY_RELEASED("agency.released"),
    AGREEMENT_ACCEPTED("agreement.accepted"),
    PERSONAL_DATA_SHOWN("personal-data.shown"),
    APPLICATION_STARTED("application.started"),
    LETTER_UPLOADED("application.letter-uploaded"),
    LETTER_READ("application.letter-read"),
    ENROLMENT_DOWNLOADED("application.enrolment-downloaded"),
    CSR_UPLOADED("application.csr-uploaded"),
    APPLICATION_SUBMITTED("application.submitted"),
    APPLICATION_RECALLED("application.recalled"),
    APPLICATION_WITHDRAWN("application.withdrawn"),
    APPLICATION_EXPIRED("application.expired"),
    APPLICATION_CLAIMED("application.claimed"),
    APPLICATION_RELEASED("application.released"),
    APPLICATION_APPROVED("application.approved"),
    APPLICATION_APPROVED_FIRST("application.approved-first"),
    APPLICATION_RETURNED("application.returned"),
    APPLICATION_REJECTED("application.rejected"),
    APPROVAL_VOIDED("application.approval-voided"),
    ISSUE_FAILED("application.issue-failed"),
    LEASE_LAPSED("application.lease-lapsed"),
    APPLICATION_COMPLETED("application.completed"),
    CERTIFICATE_DOWNLOADED("certificate.downloaded"),
    INTENT_STORED("certificate.intent-stored"),
    CERTIFICATE_ISSUED("certificate.issued"),
    INTENT_ABANDONED("certificate.intent-abandoned"),
    INTENT_ORPHANED("certificate.intent-orphaned"),
    LATE_SIGNATURE_KEPT("certificate.late-signature-kept"),
    CERTIFICATE_SUSPENDED("certificate.suspended"),
    CERTIFICATE_RELEASED("certificate.released"),
    CERTIFICATE_REVOKED("certificate.revoked"),
    KEY_BLOCKED("key.blocked"),
    CRL_NUMBER_STORED("crl.number-stored"),
    CRL_PUBLISHED("crl.published"),
    CRL_REFUSED("crl.refused"),
    CEREMONY_STARTED("ceremony.started"),
    CEREMONY_FINISHED("ceremony.finished"),
    KEY_GENERATED("ceremony.key-generated"),
    AUTHORITY_ACTIVATED("authority.activated"),
    AUTHORISED("authorisation.given"),
    NOTICE_SENT("notice.sent"),
    NOTICE_FAILED("notice.failed"),
    REFUSED("attempt.refused");

    private final String wireName;

    AuditAction(String wireName) {
        this.wireName = wireName;
    }

    public String wireName() {
        return wireName;
    }
}
