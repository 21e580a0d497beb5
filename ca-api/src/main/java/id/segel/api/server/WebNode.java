package id.segel.api.server;

import com.github.benmanes.caffeine.cache.Ticker;
import id.segel.api.access.Origins;
import id.segel.api.access.RefusedOperations;
import id.segel.api.application.ApplicationResource;
import id.segel.api.application.CsrCheckResource;
import id.segel.api.application.ProductDao;
import id.segel.api.application.ProductResource;
import id.segel.api.application.ReceiptDao;
import id.segel.api.config.LimitSettings;
import id.segel.api.config.ServiceConfiguration;
import id.segel.api.http.Idempotency;
import id.segel.api.http.RateLimit;
import id.segel.api.job.ApprovalSignal;
import id.segel.api.job.ClusterJobs;
import id.segel.api.job.ColumnKeyPreparation;
import id.segel.api.job.KeyRotation;
import id.segel.api.metrics.KeyMeters;
import id.segel.api.notice.NoticeResource;
import id.segel.api.office.BlockedKeyResource;
import id.segel.api.office.CertificateResource;
import id.segel.api.office.DecisionResource;
import id.segel.api.office.IssueWatch;
import id.segel.api.office.KeyResource;
import id.segel.api.office.ProductVersionResource;
import id.segel.api.office.ReviewResource;
import id.segel.api.page.HomeResource;
import id.segel.api.session.ActivationResource;
import id.segel.api.session.AgreementResource;
import id.segel.api.session.SessionResource;
import id.segel.ca.access.Passwords;
import id.segel.ca.access.Sessions;
import id.segel.ca.access.Totp;
import id.segel.ca.application.ApplicationHousekeeping;
import id.segel.ca.application.Applications;
import id.segel.ca.application.Registration;
import id.segel.ca.application.RegistrationConfiguration;
import id.segel.ca.application.Reviews;
import id.segel.ca.authority.Authorities;
import id.segel.ca.document.LetterConfiguration;
import id.segel.ca.document.LetterKeys;
import id.segel.ca.document.Letters;
import id.segel.ca.document.PdfBoxLetterInspector;
import id.segel.ca.issuance.ProfilePreview;
import id.segel.ca.keyring.Rewrapping;
import id.segel.ca.keyring.WrappedTable;
import id.segel.ca.notice.NoticeSender;
import id.segel.ca.notice.NoticeSettings;
import id.segel.ca.notice.Notices;
import id.segel.ca.person.Accounts;
import id.segel.ca.person.Activations;
import id.segel.ca.person.Agreements;
import id.segel.ca.person.ColumnKeys;
import id.segel.ca.person.People;
import id.segel.ca.person.PersonalDataCipher;
import id.segel.ca.person.Reindexing;
import id.segel.ca.procedure.Timeline;
import id.segel.ca.profile.Products;
import id.segel.ca.profile.Profiles;
import id.segel.ca.request.CsrFindingMeters;
import id.segel.ca.request.RequestChecks;
import id.segel.ca.status.PkiLocations;
import id.segel.ca.status.StatusChanges;
import id.segel.ca.store.Database;
import id.segel.ca.store.DatabaseRole;
import id.segel.ca.subjectkey.BlockedKeys;
import id.segel.ca.subjectkey.KeyRecords;
import id.segel.ca.subjectkey.RsaModuli;
import id.segel.hsm.Token;
import id.segel.hsm.TokenPurpose;
import io.dropwizard.lifecycle.Managed;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** What a node with the role web does: serves people and programs, and does the jobs of their side. */
final class WebNode {
    private static final String PROCEDURE = "sop-009-2017";
    private static final Duration KEEP_SESSIONS = Duration.ofDays(30);
    private static final Duration KEEP_IDEMPOTENCY = Duration.ofHours(24);

    /** Rows, and people, of one run: with a token of 5 ms a run takes about 8 s. */
    private static final int ROTATED_AT_ONCE = 500;

    private static final Duration ROTATION_PAUSE = Duration.ofSeconds(5);
    private static final Duration KEY_PAUSE = Duration.ofSeconds(3);
    private static final Duration METER_PAUSE = Duration.ofSeconds(10);

    private final Database database;
    private final Sessions sessions;
    private final Origins origins;
    private final RefusedOperations refusedOperations;
    private final List<Object> resources;
    private final List<Managed> managed;
    private final FirstAdministrator firstAdministrator;

    /**
     * @param wakeIssuer wakes this node's issuer; does nothing where there is none
     */
    WebNode(Basis basis, Runnable wakeIssuer) {
        ServiceConfiguration configuration = basis.configuration();
        this.database = basis.database(
                DatabaseRole.WEB, configuration.database().poolSizes().web());
        Token data = basis.requireToken(TokenPurpose.DATA);
        DataTokenKeys keys = DataTokenKeys.of(data, configuration.dataKeys());
        if (data.health().generation() > 0) {
            // The token answers: what it lacks is told at the start, not by the first applicant.
            Objects.requireNonNull(keys.enrolment().get());
        }
        PersonalDataCipher cipher = new PersonalDataCipher(database, keys.wrapping(), keys.index(), basis.random());
        Passwords passwords = Passwords.standard();
        this.sessions = new Sessions(
                database,
                basis.audit(),
                cipher,
                passwords,
                new Totp(),
                configuration.sessions().limits(),
                basis.clock(),
                basis.random());
        this.origins = new Origins(configuration.publicUrl());
        this.refusedOperations = new RefusedOperations(database, basis.audit());

        People people = new People(database, basis.audit(), cipher, basis.clock(), basis.random());
        Activations activations =
                new Activations(database, basis.audit(), cipher, passwords, basis.clock(), basis.random());
        Timeline timeline = new Timeline(database, basis.meters());
        Profiles profiles = new Profiles(database);
        Registration registration = new Registration(
                database,
                basis.audit(),
                basis.clock(),
                basis.random(),
                profiles,
                new Authorities(database),
                timeline,
                basis.outbox(),
                RequestChecks.standard(),
                new RsaModuli(database),
                new CsrFindingMeters(basis.meters()),
                registration(configuration));
        LimitSettings limits = configuration.limits();
        LetterConfiguration letterLimits = new LetterConfiguration(limits.letterBytes(), limits.letterPages());
        Letters letters = new Letters(
                database, keys.wrapping(), basis.random(), new PdfBoxLetterInspector(letterLimits), letterLimits);
        StatusChanges status = new StatusChanges(database, basis.audit(), basis.statusNotices());
        Applications applications =
                new Applications(registration, letters, keys.enrolment(), new CompromisedKeys(database, status));
        ApprovalSignal signal = new ApprovalSignal(database, wakeIssuer);
        Reviews reviews = new Reviews(registration, letters, people, signal);
        Idempotency idempotency = new Idempotency(database, basis.mapper());
        ProductDao products = new ProductDao(database, profiles);
        Products offers = new Products(database, basis.audit());
        IssueWatch watch = new IssueWatch(database);
        NoticeSender sender = new NoticeSender(
                database,
                basis.audit(),
                Mailing.transport(configuration.mail()),
                NoticeSettings.standard(
                        configuration.serviceName(),
                        configuration.publicUrl(),
                        configuration.mail().from()),
                basis.meters());
        List<WrappedTable> wrapped = List.of(new ColumnKeys(), new LetterKeys());
        Reindexing reindexing = new Reindexing(database, basis.audit(), cipher, ROTATED_AT_ONCE);
        KeyRotation rotation = new KeyRotation(
                new Rewrapping(database, basis.audit(), keys.wrapping(), wrapped, ROTATED_AT_ONCE), reindexing);
        KeyMeters keyMeters = new KeyMeters(
                database,
                wrapped,
                keys.wrapping().formerLabels(),
                reindexing,
                configuration.dataKeys().blindIndex(),
                basis.meters());
        ApplicationHousekeeping housekeeping = new ApplicationHousekeeping(registration);
        RateLimit byAddress = new RateLimit(limits.sessionAttemptsPerMinute(), Ticker.systemTicker());
        this.resources = List.of(
                new SessionResource(
                        sessions,
                        origins,
                        byAddress,
                        new RateLimit(limits.sessionAttemptsPerAccount(), Ticker.systemTicker())),
                new ActivationResource(activations, byAddress),
                new AgreementResource(new Agreements(database, basis.audit())),
                new ProductResource(products, sessions),
                new ApplicationResource(
                        applications,
                        idempotency,
                        new ReceiptDao(database, new Authorities(database), configuration.publicUrl())),
                new CsrCheckResource(applications, new RateLimit(limits.csrChecksPerMinute(), Ticker.systemTicker())),
                new NoticeResource(new Notices(database)),
                new ReviewResource(reviews, watch),
                new DecisionResource(reviews),
                new CertificateResource(status),
                new KeyResource(new KeyRecords(database, basis.audit())),
                new BlockedKeyResource(new BlockedKeys(database, basis.audit())),
                new ProductVersionResource(
                        offers,
                        new ProfilePreview(
                                database, offers, new PkiLocations(configuration.pkiBase()), basis.random())),
                new HomeResource(
                        configuration.serviceName(),
                        configuration.testSystem(),
                        () -> timeline.procedure(PROCEDURE).steps()));
        this.managed = List.of(
                signal,
                watch,
                new ClusterJobs(
                        database,
                        List.of(
                                new ClusterJobs.Job("notices", Duration.ofSeconds(2), sender::sendDue),
                                new ClusterJobs.Job("key-rotation", ROTATION_PAUSE, rotation),
                                new ClusterJobs.Job("housekeeping", Duration.ofMinutes(1), () -> {
                                    housekeeping.sweep();
                                    sessions.forgetPast(KEEP_SESSIONS);
                                    idempotency.forget(KEEP_IDEMPOTENCY);
                                }))),
                // Each node counted its own refusals and tells of its own.
                new id.segel.api.job.Repeating(
                        "refusals", Duration.ofMinutes(1), Duration.ofSeconds(2), sessions::tellOfRefusals),
                new id.segel.api.job.Repeating(
                        "column-keys", KEY_PAUSE, Duration.ofSeconds(2), new ColumnKeyPreparation(cipher)),
                new id.segel.api.job.Repeating("key-meters", METER_PAUSE, Duration.ofSeconds(2), keyMeters));
        this.firstAdministrator = new FirstAdministrator(
                new Accounts(database, basis.audit(), cipher, passwords, basis.random()),
                activations,
                people,
                new id.segel.ca.person.Agencies(database, basis.audit()),
                configuration);
    }

    private static RegistrationConfiguration registration(ServiceConfiguration configuration) {
        RegistrationConfiguration usual = RegistrationConfiguration.standard(configuration.publicUrl());
        return new RegistrationConfiguration(
                usual.publicUrl(),
                usual.numberPrefix(),
                usual.zone(),
                usual.draftLife(),
                usual.returnedLife(),
                usual.expiryNotice(),
                usual.claimIdle(),
                usual.uploadTokenLife(),
                usual.receiptLife(),
                usual.receiptAfterIssue(),
                configuration.issuer().queueLimit(),
                usual.issueRetryAfter());
    }

    Database database() {
        return database;
    }

    Sessions sessions() {
        return sessions;
    }

    Origins origins() {
        return origins;
    }

    RefusedOperations refusedOperations() {
        return refusedOperations;
    }

    List<Object> resources() {
        return resources;
    }

    /** In the order they start; they stop in the opposite one. */
    List<Managed> managed() {
        return managed;
    }

    FirstAdministrator firstAdministrator() {
        return firstAdministrator;
    }
}
