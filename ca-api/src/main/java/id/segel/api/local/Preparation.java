package id.segel.api.local;

import id.segel.api.config.ConfigurationFile;
import id.segel.api.config.ServiceConfiguration;
import id.segel.api.config.TokenSettings;
import id.segel.api.server.AccountOffice;
import id.segel.api.server.CeremonyRoom;
import id.segel.ca.person.CreatedAccount;
import id.segel.ca.person.Language;
import id.segel.ca.person.PersonDraft;
import id.segel.ca.person.Role;
import id.segel.ca.store.Secret;
import id.segel.hsm.Pin;
import id.segel.hsm.Token;
import id.segel.hsm.TokenPurpose;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * {@code segel local prepare}: what must be in a home before the service may start. Makes tokens that are missing and
 * carries out the first ceremony, and for a demonstration makes one account for each role and another applicant each time.
 * Runs as the service's user while the service does not.
 */
final class Preparation {
    private static final String AGENCY = "Balai Contoh Nusantara";
    private static final List<String> GIVEN =
            List.of("Siti", "Budi", "Ani", "Rahma", "Agus", "Dewi", "Joko", "Lestari");
    private static final List<String> FAMILY = List.of("Contoh", "Percobaan", "Peraga", "Uji", "Misal");

    private final Path home;
    private final PrintStream out;
    private final SecureRandom random = new SecureRandom();

    Preparation(Path home, PrintStream out) {
        this.home = home;
        this.out = out;
    }

    void run(boolean first, boolean demonstration) throws IOException {
        ServiceConfiguration configuration = ConfigurationFile.read(home.resolve("segel.yml"), System.getenv());
        if (first) {
            makeTokens(configuration);
            CeremonyRoom.carryOut(
                    configuration, Files.readString(home.resolve("ceremony.yml")), line -> out.println("  " + line));
        }
        if (demonstration) {
            demonstrationAccounts(configuration);
        }
    }

    private void makeTokens(ServiceConfiguration configuration) {
        Pin soPin = Pin.fromFile(home.resolve("secrets").resolve("token-so-pin"));
        for (Map.Entry<TokenPurpose, TokenSettings> entry :
                configuration.tokens().byPurpose().entrySet()) {
            TokenSettings settings = entry.getValue();
            if (!Token.exists(settings.module(), settings.label())) {
                Token.initialise(
                        settings.module(),
                        settings.label(),
                        soPin,
                        settings.forAdapter(entry.getKey()).pin());
                out.println("  Token " + settings.label());
            }
        }
    }

    private void demonstrationAccounts(ServiceConfiguration configuration) throws IOException {
        Path file = home.resolve("demo").resolve("accounts.json");
        List<DemoAccount> accounts = new ArrayList<>(DemoAccount.read(file));
        try (AccountOffice office = new AccountOffice(configuration)) {
            if (accounts.isEmpty()) {
                for (Role role : List.of(Role.OFFICER, Role.OFFICER, Role.SUPERVISOR, Role.AUDITOR, Role.ADMIN)) {
                    accounts.add(account(office, role, accounts.size() + 1));
                }
            }
            // The newest applicant stands first: whose certificate a demonstration leaves is the first one's.
            accounts.add(0, account(office, Role.APPLICANT, accounts.size() + 1));
        }
        DemoAccount.write(file, accounts);
    }

    private DemoAccount account(AccountOffice office, Role role, int number) {
        String name = GIVEN.get(number % GIVEN.size()) + " " + FAMILY.get(number / GIVEN.size() % FAMILY.size());
        String username = role.name().toLowerCase(Locale.ROOT) + "-" + number;
        byte[] octets = new byte[18];
        random.nextBytes(octets);
        String password = Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
        CreatedAccount created = office.create(
                username,
                Set.of(role),
                AGENCY,
                agency -> new PersonDraft(
                        name,
                        agency,
                        "Unit Percobaan",
                        "Analis",
                        username + "@contoh.example",
                        Language.ID,
                        null,
                        null,
                        null),
                Secret.of(password),
                true);
        out.println("  Account " + username + " (" + role + ")");
        return new DemoAccount(
                role.name(),
                username,
                password,
                created.totpSecret() == null ? null : created.totpSecret().base32());
    }
}
