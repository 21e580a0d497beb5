package id.segel.api.server;

import id.segel.api.config.ServiceConfiguration;
import id.segel.ca.audit.Actor;
import id.segel.ca.person.Account;
import id.segel.ca.person.AccountDraft;
import id.segel.ca.person.AccountState;
import id.segel.ca.person.Accounts;
import id.segel.ca.person.Activations;
import id.segel.ca.person.Agencies;
import id.segel.ca.person.Agency;
import id.segel.ca.person.Language;
import id.segel.ca.person.PendingAccount;
import id.segel.ca.person.People;
import id.segel.ca.person.Person;
import id.segel.ca.person.PersonDraft;
import id.segel.ca.person.Role;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Where nobody can administer, the start makes a one-time link for the first administrator. There is no default password
 * anywhere (DESIGN 8).
 */
public final class FirstAdministrator {
    private static final String USERNAME = "administrator";
    private static final Actor ACTOR = Actor.system("start");
    private static final Duration VALIDITY = Duration.ofHours(24);

    private final Accounts accounts;
    private final Activations activations;
    private final People people;
    private final Agencies agencies;
    private final ServiceConfiguration configuration;

    FirstAdministrator(
            Accounts accounts,
            Activations activations,
            People people,
            Agencies agencies,
            ServiceConfiguration configuration) {
        this.accounts = accounts;
        this.activations = activations;
        this.people = people;
        this.agencies = agencies;
        this.configuration = configuration;
    }

    /** A link for who is to administer; empty where somebody can already. Links made before end. */
    public Optional<String> link() {
        if (accounts.anyAdministrator()) {
            return Optional.empty();
        }
        Optional<Account> waiting = accounts.findByUsername(USERNAME);
        if (waiting.isPresent() && waiting.get().state() != AccountState.PENDING) {
            return Optional.empty();
        }
        PendingAccount pending = waiting.isPresent()
                ? activations.renew(ACTOR, waiting.get().id(), VALIDITY)
                : activations.create(ACTOR, new AccountDraft(person().id(), USERNAME, Set.of(Role.ADMIN)), VALIDITY);
        return Optional.of(configuration.publicBase() + "/aktivasi#"
                + pending.activationSecret().reveal());
    }

    private Person person() {
        return people.create(
                ACTOR,
                new PersonDraft(
                        "Administrator",
                        agency().id(),
                        null,
                        null,
                        configuration.mail().from(),
                        Language.ID,
                        null,
                        null,
                        null));
    }

    private Agency agency() {
        String name = "Seksi Pelayanan Sertifikat Elektronik";
        return agencies.list(null, 200).stream()
                .filter(agency -> agency.name().equals(name))
                .findFirst()
                .orElseGet(() -> agencies.create(ACTOR, name));
    }
}
