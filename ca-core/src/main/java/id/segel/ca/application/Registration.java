package id.segel.ca.application;

import id.segel.ca.audit.AuditLog;
import id.segel.ca.authority.Authorities;
import id.segel.ca.notice.NoticeOutbox;
import id.segel.ca.procedure.Timeline;
import id.segel.ca.profile.Profiles;
import id.segel.ca.request.CsrFindingMeters;
import id.segel.ca.store.Database;
import id.segel.csr.CsrChecker;
import id.segel.csr.SharedPrimeLookup;
import java.security.SecureRandom;
import java.time.Clock;

/**
 * What every service of this package works with.
 *
 * @param web the database as {@code segel_web}
 * @param audit where changes are told
 * @param clock for times people see
 * @param random for challenges and tokens
 * @param profiles certificate profiles
 * @param authorities CA certificates
 * @param timeline clocks of the procedure
 * @param notices outbox
 * @param checker of CSRs, the same that LOCK runs
 * @param moduli RSA keys a new one must not share a prime with
 * @param csrMeters counts what it finds
 * @param configuration figures
 */
public record Registration(
        Database web,
        AuditLog audit,
        Clock clock,
        SecureRandom random,
        Profiles profiles,
        Authorities authorities,
        Timeline timeline,
        NoticeOutbox notices,
        CsrChecker checker,
        SharedPrimeLookup moduli,
        CsrFindingMeters csrMeters,
        RegistrationConfiguration configuration) {}
