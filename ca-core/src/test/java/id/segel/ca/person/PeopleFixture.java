package id.segel.ca.person;

import id.segel.ca.access.Passwords;
import id.segel.ca.access.QuickPasswords;
import id.segel.ca.audit.Actor;
import id.segel.ca.audit.AuditLog;
import id.segel.ca.keyring.WrappingKeys;
import id.segel.ca.refusal.Fault;
import id.segel.ca.refusal.Problem;
import id.segel.ca.refusal.RefusedException;
import id.segel.ca.store.CoreDatabase;
import id.segel.ca.store.Database;
import id.segel.ca.store.DatabaseRole;
import id.segel.softhsm.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jdbi.v3.core.Jdbi;

/** A migrated database of its own, the services of {@code person} upon it as the web role, and people to test with. */
public final class PeopleFixture implements AutoCloseable {
    public static final Actor OFFICE = Actor.system("test");
    public static final String PASSWORD = "kuda besi terbang tinggi";

    private static final AtomicInteger NUMBERS = new AtomicInteger();

    public final TestDatabase database;
    public final Database web;
    public final MovableClock clock = new MovableClock();
    public final SecureRandom random = new SecureRandom();
    public final AuditLog audit = new AuditLog(clock, random);
    public final DataKeys keys = new DataKeys();
    public final PersonalDataCipher cipher;
    public final Passwords passwords = QuickPasswords.make();
    public final Agencies agencies;
    public final People people;
    public final Agreements agreements;
    public final Accounts accounts;
    public final Activations activations;
    public final Agency agency;

    private PeopleFixture(TestDatabase database) {
        this.database = database;
        this.web = open(database, DatabaseRole.WEB);
        this.cipher = new PersonalDataCipher(
                web,
                WrappingKeys.only(keys.wrappingKey(DataKeys.WRAPPING)),
                IndexKeys.only(keys.macKey(DataKeys.BLIND_INDEX)),
                random);
        this.agencies = new Agencies(web, audit);
        this.people = new People(web, audit, cipher, clock, random);
        this.agreements = new Agreements(web, audit);
        this.accounts = new Accounts(web, audit, cipher, passwords, random);
        this.activations = new Activations(web, audit, cipher, passwords, clock, random);
        this.agency = agencies.create(OFFICE, "Dinas Uji Coba");
    }

    public static PeopleFixture open() {
        TestDatabase database = CoreDatabase.create();
        try {
            return new PeopleFixture(database);
        } catch (RuntimeException | Error e) {
            // Whatever pool is open upon it ends here, too.
            database.close();
            throw e;
        }
    }

    /** Another pool upon the same database, as that role. */
    public static Database open(TestDatabase database, DatabaseRole role) {
        return CoreDatabase.open(database, role, new SimpleMeterRegistry());
    }

    /** Everything is permitted here. */
    public Jdbi superuser() {
        return Jdbi.create(database.superuserUrl());
    }

    /** A draft in which nothing is wrong, with a NIK, NIP and name nobody has. The numbers are made up. */
    public PersonDraft draft() {
        int n = NUMBERS.incrementAndGet();
        return new PersonDraft(
                "Siti Contoh " + n,
                agency.id(),
                "Bidang Persandian",
                "Analis",
                "siti.contoh" + n + "@instansi.example",
                Language.ID,
                "317401410185%04d".formatted(n),
                "198501012010012%03d".formatted(n),
                "0812000%05d".formatted(n));
    }

    public Person person() {
        return people.create(OFFICE, draft());
    }

    /** An account that can sign in with {@link #PASSWORD}. */
    public CreatedAccount account(Role... roles) {
        return accounts.create(OFFICE, accountDraft(roles), PASSWORD);
    }

    public AccountDraft accountDraft(Role... roles) {
        return new AccountDraft(person().id(), "pengguna" + NUMBERS.incrementAndGet(), Set.of(roles));
    }

    /** The leaves of an object's events, oldest first, without the header line. */
    public List<String> events(String objectType, String objectId) {
        return superuser()
                .withHandle(
                        handle -> handle
                                .createQuery("""
                        SELECT leaf FROM audit_event WHERE object_type = :type AND object_id = :id ORDER BY id
                        """)
                                .bind("type", objectType)
                                .bind("id", objectId)
                                .mapTo(byte[].class)
                                .list()
                                .stream()
                                .map(leaf -> new String(leaf, StandardCharsets.UTF_8))
                                .map(leaf -> leaf.substring(leaf.indexOf('\n') + 1))
                                .toList());
    }

    public long eventCount() {
        return superuser()
                .withHandle(handle -> handle.createQuery("SELECT count(*) FROM audit_event")
                        .mapTo(Long.class)
                        .one());
    }

    /** Runs it and gives the refusal it must end with. */
    public static RefusedException refusal(ThrowingCallable work) {
        return Assertions.catchThrowableOfType(RefusedException.class, work);
    }

    public static void assertRefused(Problem problem, ThrowingCallable work) {
        RefusedException refusal = refusal(work);
        Assertions.assertThat(refusal).as("a refusal").isNotNull();
        Assertions.assertThat(refusal.problem()).isEqualTo(problem);
    }

    /** Runs it and gives the faults it must be refused with, as "pointer id". */
    public static List<String> faults(ThrowingCallable work) {
        RefusedException refusal = refusal(work);
        Assertions.assertThat(refusal).as("a refusal").isNotNull();
        Assertions.assertThat(refusal.problem()).isEqualTo(Problem.INVALID);
        return refusal.faults().stream().map(PeopleFixture::brief).toList();
    }

    private static String brief(Fault fault) {
        return fault.pointer() + " " + fault.id();
    }

    @Override
    public void close() {
        web.close();
        database.close();
    }
}
