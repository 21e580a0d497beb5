package id.segel.ca.person;

import id.segel.ca.audit.Actor;
import id.segel.ca.audit.AuditAction;
import id.segel.ca.audit.AuditEvent;
import id.segel.ca.audit.AuditLog;
import id.segel.ca.keyring.TokenNeed;
import id.segel.ca.refusal.Problem;
import id.segel.ca.refusal.RefusedException;
import id.segel.ca.store.Database;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/**
 * People: registered once, suspended and released, shown masked, and shown whole only with a reason that is kept. Who may
 * do what is decided before a call. Thread-safe.
 */
public final class People {
    /** The alphabet of RFC 4648 base32: nothing in it can be mistaken for a one or a zero. */
    private static final String SUBSCRIBER_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private static final int SUBSCRIBER_LENGTH = 12;

    private final Database database;
    private final AuditLog audit;
    private final PersonalDataCipher cipher;
    private final Clock clock;
    private final SecureRandom random;
    private final Indexing indexing;

    public People(Database database, AuditLog audit, PersonalDataCipher cipher, Clock clock, SecureRandom random) {
        this.database = database;
        this.audit = audit;
        this.cipher = cipher;
        this.clock = clock;
        this.random = random;
        this.indexing = new Indexing(database, cipher);
    }

    /**
     * Registers a person under a fresh subscriber number.
     *
     * @throws RefusedException INVALID with every fault of the draft at once, or when NIK or NIP is registered already;
     *     TOKEN_AWAY or OVERLOADED when the blind index cannot be made
     */
    public Person create(Actor by, PersonDraft draft) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        CheckedPerson person = CheckedPerson.of(draft, today);
        Map<PersonalField, String> numbers = numbers(person);
        @Nullable ColumnSealer sealer = numbers.isEmpty() ? null : cipher.sealer(TokenNeed.PERSONAL_DATA_KEPT);
        List<PersonIndexes.Entry> indexes = indexing.made(numbers);
        try {
            PersonRow created = database.inTransaction(handle -> {
                requireActiveAgency(handle, person.agencyId());
                long id = handle.createQuery("SELECT nextval(pg_get_serial_sequence('person', 'id'))")
                        .mapTo(Long.class)
                        .one();
                insert(handle, id, person, field -> sealed(sealer, field, id, numbers.get(field)));
                indexing.write(handle, id, indexes);
                PersonRow row = PersonRow.byId(handle, id).orElseThrow();
                audit.append(
                        handle,
                        event(AuditAction.PERSON_CREATED, by, row)
                                .with("agency", row.agencyId())
                                .committingTo("fullName", row.fullName())
                                .committingTo("email", row.email()));
                return row;
            });
            return created.masked(cipher);
        } catch (JdbiException e) {
            throw taken(e);
        }
    }

    private static Map<PersonalField, String> numbers(CheckedPerson person) {
        Map<PersonalField, String> numbers = new EnumMap<>(PersonalField.class);
        if (person.nik() != null) {
            numbers.put(PersonalField.NIK, person.nik().digits());
        }
        if (person.nip() != null) {
            numbers.put(PersonalField.NIP, person.nip().digits());
        }
        if (person.phone() != null) {
            numbers.put(PersonalField.PHONE, person.phone().number());
        }
        return numbers;
    }

    private static void requireActiveAgency(Handle handle, long agencyId) {
        // Locked, so that a suspension waits or is seen.
        Optional<String> state = handle.createQuery("SELECT state FROM agency WHERE id = :id FOR SHARE")
                .bind("id", agencyId)
                .mapTo(String.class)
                .findOne();
        if (state.isEmpty()) {
            throw Faults.one(
                    "/agencyId",
                    "person.agency.unknown",
                    "Instansi ini tidak terdaftar. Pilih instansi dari daftar.",
                    "This agency is not registered. Choose one from the list.");
        }
        if (!state.get().equals(AgencyState.ACTIVE.name())) {
            throw Faults.one(
                    "/agencyId",
                    "person.agency.suspended",
                    "Instansi ini sedang ditangguhkan. Aktifkan kembali dahulu.",
                    "This agency is suspended. Release it first.");
        }
    }

    private void insert(
            Handle handle, long id, CheckedPerson person, Function<PersonalField, byte @Nullable []> sealed) {
        handle.createUpdate("""
                        INSERT INTO person (id, subscriber_number, full_name, agency_id, unit, position, email, language,
                                            nik_encrypted, nip_encrypted, phone_encrypted)
                        VALUES (:id, :subscriberNumber, :fullName, :agencyId, :unit, :position, :email, :language,
                                :nik, :nip, :phone)
                        """)
                .bind("id", id)
                .bind("subscriberNumber", subscriberNumber())
                .bind("fullName", person.fullName())
                .bind("agencyId", person.agencyId())
                .bind("unit", person.unit())
                .bind("position", person.position())
                .bind("email", person.email())
                .bind("language", person.language().code())
                .bind("nik", sealed.apply(PersonalField.NIK))
                .bind("nip", sealed.apply(PersonalField.NIP))
                .bind("phone", sealed.apply(PersonalField.PHONE))
                .execute();
    }

    private static byte @Nullable [] sealed(
            @Nullable ColumnSealer sealer, PersonalField field, long id, @Nullable String value) {
        return value == null ? null : Objects.requireNonNull(sealer).encrypt(field.column(), id, value);
    }

    private RuntimeException taken(JdbiException e) {
        String constraint = Database.violatedConstraint(e);
        RefusedException lacking = indexing.refusal(constraint);
        if (lacking != null) {
            return lacking;
        }
        return switch (constraint) {
            case "nik_unique" ->
                Faults.one(
                        "/nik",
                        "nik.taken",
                        "NIK ini sudah terdaftar. Cari orangnya di daftar.",
                        "This NIK is registered already. Look the person up in the list.");
            case "nip_unique" ->
                Faults.one(
                        "/nip",
                        "nip.taken",
                        "NIP ini sudah terdaftar. Cari orangnya di daftar.",
                        "This NIP is registered already. Look the person up in the list.");
            default -> e;
        };
    }

    private String subscriberNumber() {
        // 60 random bits; the constraint refuses the repetition nobody will see.
        StringBuilder number = new StringBuilder(SUBSCRIBER_LENGTH);
        for (int i = 0; i < SUBSCRIBER_LENGTH; i++) {
            number.append(SUBSCRIBER_ALPHABET.charAt(random.nextInt(SUBSCRIBER_ALPHABET.length())));
        }
        return number.toString();
    }

    /**
     * Makes sure that people can be shown, before something is done whose answer shows somebody.
     *
     * @throws RefusedException TOKEN_AWAY, OVERLOADED
     */
    public void requireReadable() {
        cipher.requireReadable();
    }

    /** The person with this id, masked. */
    public Optional<Person> find(long personId) {
        return masked(database.read(handle -> PersonRow.byId(handle, personId)));
    }

    /** The person with this subscriber number, masked. */
    public Optional<Person> findBySubscriberNumber(String subscriberNumber) {
        return masked(database.read(handle -> PersonRow.bySubscriberNumber(handle, subscriberNumber)));
    }

    /**
     * The person with this NIK, masked; found by the blind index.
     *
     * @throws RefusedException INVALID when it is no NIK; TOKEN_AWAY or OVERLOADED
     */
    public Optional<Person> findByNik(String nik) {
        Faults faults = new Faults();
        Optional<Nik> read = Nik.read(nik, LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC), faults);
        faults.refuseIfAny();
        return indexing.find(PersonalField.NIK, read.orElseThrow().digits()).flatMap(this::find);
    }

    /**
     * Shows values whole. Who asked and why is in the audit log, under the person's subscriber number, before anything
     * is shown.
     *
     * @param by an account
     * @param reason 10 to 500 characters, without long numbers
     * @throws RefusedException INVALID (reason), NOT_FOUND; TOKEN_AWAY or OVERLOADED as long as the data key is not in memory
     */
    public PersonalData reveal(Actor by, long personId, Set<PersonalField> fields, String reason) {
        by.requireAccountId();
        if (fields.isEmpty()) {
            throw new IllegalArgumentException("nothing is asked for");
        }
        EnumSet<PersonalField> wanted = EnumSet.copyOf(fields);
        String checked = Reason.checked(reason);
        // The log tells only of what was shown.
        cipher.requireReadable();
        PersonRow sealed = database.inTransaction(handle -> {
            PersonRow found =
                    PersonRow.byId(handle, personId).orElseThrow(() -> RefusedException.because(Problem.NOT_FOUND));
            audit.append(
                    handle,
                    AuditEvent.of(AuditAction.PERSONAL_DATA_SHOWN, by, "person", found.subscriberNumber())
                            .with(
                                    "fields",
                                    wanted.stream().map(PersonalField::wireName).collect(Collectors.joining(",")))
                            .with("reason", checked));
            return found;
        });
        return new PersonalData(
                wanted.contains(PersonalField.NIK) ? sealed.open(cipher, PersonalField.NIK) : null,
                wanted.contains(PersonalField.NIP) ? sealed.open(cipher, PersonalField.NIP) : null,
                wanted.contains(PersonalField.PHONE) ? sealed.open(cipher, PersonalField.PHONE) : null);
    }

    /**
     * Suspends a person: no sign-in, no issuance. What this means for certificates and applications in flight is decided
     * where those live.
     *
     * @param version the version seen
     * @param reason 10 to 500 characters
     * @throws RefusedException INVALID (reason), NOT_FOUND, STALE_VERSION; WRONG_STATE also when no administrator would
     *     be left
     */
    public Person suspend(Actor by, long personId, int version, String reason) {
        return change(StateChange.SUSPEND, AuditAction.PERSON_SUSPENDED, by, personId, version, reason);
    }

    /** Undoes {@link #suspend}; the same errors. */
    public Person release(Actor by, long personId, int version, String reason) {
        return change(StateChange.RELEASE, AuditAction.PERSON_RELEASED, by, personId, version, reason);
    }

    private Person change(StateChange change, AuditAction action, Actor by, long id, int version, String reason) {
        String checked = Reason.checked(reason);
        PersonRow changed = database.inTransaction(handle -> {
            Administrators.keepOne(handle, () -> change.apply(handle, StateChange.Table.PERSON, id, version));
            PersonRow row = PersonRow.byId(handle, id).orElseThrow();
            audit.append(handle, event(action, by, row).with("reason", checked));
            return row;
        });
        return changed.maskedAsFarAsReadable(cipher);
    }

    private Optional<Person> masked(Optional<PersonRow> row) {
        return row.map(found -> found.masked(cipher));
    }

    private static AuditEvent event(AuditAction action, Actor by, PersonRow person) {
        return AuditEvent.of(action, by, "person", person.subscriberNumber());
    }
}
