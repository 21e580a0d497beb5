package id.segel.api.server;

import id.segel.api.config.ServiceConfiguration;
import id.segel.api.config.TokenSettings;
import id.segel.ca.access.Passwords;
import id.segel.ca.audit.Actor;
import id.segel.ca.audit.AuditLog;
import id.segel.ca.notice.NoticeOutbox;
import id.segel.ca.person.Account;
import id.segel.ca.person.AccountDraft;
import id.segel.ca.person.Accounts;
import id.segel.ca.person.Activations;
import id.segel.ca.person.Agencies;
import id.segel.ca.person.Agency;
import id.segel.ca.person.Agreements;
import id.segel.ca.person.CreatedAccount;
import id.segel.ca.person.PendingAccount;
import id.segel.ca.person.People;
import id.segel.ca.person.Person;
import id.segel.ca.person.PersonDraft;
import id.segel.ca.person.PersonalDataCipher;
import id.segel.ca.person.Role;
import id.segel.ca.store.Database;
import id.segel.ca.store.DatabaseRole;
import id.segel.ca.store.Secret;
import id.segel.hsm.Token;
import id.segel.hsm.TokenPurpose;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongFunction;

/** Makes accounts from the command line, with the same services and the same rules as over HTTP. */
public final class AccountOffice implements AutoCloseable {
    private static final Actor ACTOR = Actor.system("account-command");
    private static final int PAGE = 200;

    private final Opened opened = new Opened();
    private final ServiceConfiguration configuration;
    private final People people;
    private final Agencies agencies;
    private final Accounts accounts;
    private final Activations activations;
    private final Agreements agreements;

    /** Opens database and data token. */
    public AccountOffice(ServiceConfiguration configuration) {
        this.configuration = configuration;
        TokenSettings data = configuration.tokens().data();
        if (data == null) {
            throw new IllegalArgumentException("Accounts need the data token. Name it under tokens.");
        }
        try {
            SimpleMeterRegistry meters = new SimpleMeterRegistry();
            Clock clock = Clock.systemUTC();
            SecureRandom random = new SecureRandom();
            AuditLog audit = new AuditLog(clock, random);
            Token token = opened.add(Token.open(data.forAdapter(TokenPurpose.DATA), meters));
            Basis basis = new Basis(
                    configuration,
                    clock,
                    random,
                    meters,
                    id.segel.api.http.Json.mapper(),
                    audit,
                    new NoticeOutbox(),
                    Map.of(TokenPurpose.DATA, token),
                    opened);
            Database database = basis.database(DatabaseRole.WEB, 2);
            DataTokenKeys keys = DataTokenKeys.of(token, configuration.dataKeys());
            PersonalDataCipher cipher = new PersonalDataCipher(database, keys.wrapping(), keys.index(), random);
            Passwords passwords = Passwords.standard();
            this.people = new People(database, audit, cipher, clock, random);
            this.agencies = new Agencies(database, audit);
            this.accounts = new Accounts(database, audit, cipher, passwords, random);
            this.activations = new Activations(database, audit, cipher, passwords, clock, random);
            this.agreements = new Agreements(database, audit);
        } catch (RuntimeException e) {
            opened.stop();
            throw e;
        }
    }

    /** An account whose owner takes it with a one-time link. */
    public String invite(
            String username, Set<Role> roles, String agency, LongFunction<PersonDraft> person, Duration validity) {
        Person made = people.create(ACTOR, person.apply(agency(agency).id()));
        return link(activations.create(ACTOR, new AccountDraft(made.id(), username, roles), validity));
    }

    /** An account that can be used at once; the one-time secret is in it where a role needs codes. */
    public CreatedAccount create(
            String username,
            Set<Role> roles,
            String agency,
            LongFunction<PersonDraft> person,
            Secret password,
            boolean acceptAgreement) {
        Person made = people.create(ACTOR, person.apply(agency(agency).id()));
        CreatedAccount created =
                accounts.create(ACTOR, new AccountDraft(made.id(), username, roles), password.reveal());
        if (acceptAgreement) {
            agreements.accept(
                    Actor.account(created.account().id(), made.id()),
                    agreements.current().version());
        }
        return created;
    }

    /** A new link for an account that has not been taken. */
    public String renew(String username, Duration validity) {
        Account account = accounts.findByUsername(username)
                .orElseThrow(() ->
                        new IllegalArgumentException("There is no account \"" + username + "\". Check the name."));
        return link(activations.renew(ACTOR, account.id(), validity));
    }

    private String link(PendingAccount pending) {
        return configuration.publicBase() + "/aktivasi#"
                + pending.activationSecret().reveal();
    }

    private Agency agency(String name) {
        Long after = null;
        while (true) {
            List<Agency> page = agencies.list(after, PAGE);
            for (Agency agency : page) {
                if (agency.name().equals(name.strip())) {
                    return agency;
                }
            }
            if (page.size() < PAGE) {
                return agencies.create(ACTOR, name);
            }
            after = page.get(page.size() - 1).id();
        }
    }

    @Override
    public void close() {
        opened.stop();
    }
}
