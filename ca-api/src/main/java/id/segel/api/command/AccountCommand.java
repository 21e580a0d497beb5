package id.segel.api.command;

import id.segel.api.config.ConfigurationFile;
import id.segel.api.server.AccountOffice;
import id.segel.ca.person.CreatedAccount;
import id.segel.ca.person.Language;
import id.segel.ca.person.PersonDraft;
import id.segel.ca.person.Role;
import id.segel.ca.person.TotpSecret;
import id.segel.ca.store.Secret;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code segel account}. */
@Command(
        name = "account",
        description = "Makes accounts, the first administrator's included.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {AccountCommand.Create.class, AccountCommand.Link.class})
public final class AccountCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Name create or link.");
    }

    /** {@code segel account create}. */
    @Command(
            name = "create",
            description =
                    "Registers a person and makes their account. Prints a one-time activation link, unless a password is given.",
            mixinStandardHelpOptions = true,
            footer = {
                "",
                "NIK, NIP and telephone are never arguments: they come from files (or - for standard input), one line each.",
                "Example: segel account create --config segel.yml --role ADMIN --username rina --full-name \"Rina Hapsari\"",
                "         --agency \"Balai Contoh\" --email rina@contoh.go.id"
            })
    static final class Create implements Callable<Integer> {
        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Option(
                names = "--config",
                required = true,
                paramLabel = "CONFIG.yml",
                description = "The configuration of a web node.")
        private Path configuration = Path.of("segel.yml");

        @Option(
                names = "--role",
                required = true,
                description = "One of ${COMPLETION-CANDIDATES}; may be given several times.")
        private List<Role> roles = List.of();

        @Option(
                names = "--username",
                required = true,
                paramLabel = "NAME",
                description = "Lower case letters, digits, dot, hyphen.")
        private String username = "";

        @Option(
                names = "--full-name",
                required = true,
                paramLabel = "NAME",
                description = "As it will stand in the certificate.")
        private String fullName = "";

        @Option(
                names = "--agency",
                required = true,
                paramLabel = "NAME",
                description = "The agency; registered when it is new.")
        private String agency = "";

        @Option(names = "--email", required = true, paramLabel = "ADDRESS", description = "Official e-mail address.")
        private String email = "";

        @Option(names = "--unit", paramLabel = "NAME", description = "Work unit.")
        private @Nullable String unit;

        @Option(names = "--position", paramLabel = "NAME", description = "Position.")
        private @Nullable String position;

        @Option(names = "--language", paramLabel = "id|en", description = "Language of mails (${DEFAULT-VALUE}).")
        private String language = "id";

        @Option(names = "--nik-file", paramLabel = "FILE", description = "File with the NIK, or - for standard input.")
        private @Nullable Path nik;

        @Option(names = "--nip-file", paramLabel = "FILE", description = "File with the NIP, or - for standard input.")
        private @Nullable Path nip;

        @Option(
                names = "--phone-file",
                paramLabel = "FILE",
                description = "File with the telephone number, or - for standard input.")
        private @Nullable Path phone;

        @Option(
                names = "--password-file",
                paramLabel = "FILE",
                description = "File with the password, mode 0600: the account can be used at once, without a link.")
        private @Nullable Path password;

        @Option(
                names = "--totp",
                description =
                        "With --password-file: prints the secret of one-time codes, which every role but APPLICANT needs.")
        private boolean totp;

        @Option(
                names = "--accept-agreement",
                description = "With --password-file: the agreement was read and signed outside the service.")
        private boolean acceptAgreement;

        @Override
        public Integer call() throws IOException {
            Set<Role> wanted = EnumSet.copyOf(roles);
            Path passwordFile = password;
            if (passwordFile == null && (totp || acceptAgreement)) {
                throw new ParameterException(
                        spec.commandLine(),
                        "--totp and --accept-agreement go with --password-file; a link asks the owner for both.");
            }
            if (passwordFile != null && !totp && wanted.stream().anyMatch(Role::needsTotp)) {
                throw new ParameterException(
                        spec.commandLine(),
                        "This role needs one-time codes. Add --totp to be shown the secret, or leave --password-file out.");
            }
            Standard input = new Standard();
            @Nullable String nikText = input.line(nik);
            @Nullable String nipText = input.line(nip);
            @Nullable String phoneText = input.line(phone);
            Language mails = "en".equals(language) ? Language.EN : Language.ID;
            try (AccountOffice office = new AccountOffice(ConfigurationFile.read(configuration, System.getenv()))) {
                if (passwordFile == null) {
                    String link = office.invite(
                            username,
                            wanted,
                            agency,
                            id -> person(id, mails, nikText, nipText, phoneText),
                            Link.VALIDITY);
                    System.out.println("Activation link, works once within 7 days: " + link);
                    return 0;
                }
                CreatedAccount created = office.create(
                        username,
                        wanted,
                        agency,
                        id -> person(id, mails, nikText, nipText, phoneText),
                        Secret.fromFile(passwordFile),
                        acceptAgreement);
                System.out.println("Account " + created.account().username() + " is ready.");
                TotpSecret secret = created.totpSecret();
                if (secret != null) {
                    System.out.println("Secret of one-time codes, shown this once: " + secret.base32());
                }
            }
            return 0;
        }

        private PersonDraft person(
                long agencyId,
                Language mails,
                @Nullable String nikText,
                @Nullable String nipText,
                @Nullable String phoneText) {
            return new PersonDraft(fullName, agencyId, unit, position, email, mails, nikText, nipText, phoneText);
        }
    }

    /** {@code segel account link}. */
    @Command(
            name = "link",
            description = "A new activation link for an account that has not been taken; the old one ends.",
            mixinStandardHelpOptions = true)
    static final class Link implements Callable<Integer> {
        private static final Duration VALIDITY = Duration.ofDays(7);

        @Option(
                names = "--config",
                required = true,
                paramLabel = "CONFIG.yml",
                description = "The configuration of a web node.")
        private Path configuration = Path.of("segel.yml");

        @Option(names = "--username", required = true, paramLabel = "NAME", description = "Of the account.")
        private String username = "";

        @Override
        public Integer call() {
            try (AccountOffice office = new AccountOffice(ConfigurationFile.read(configuration, System.getenv()))) {
                System.out.println("Activation link, works once within 7 days: " + office.renew(username, VALIDITY));
            }
            return 0;
        }
    }

    /** Lines of personal numbers: from files, or in order from standard input. */
    private static final class Standard {
        private @Nullable BufferedReader standardInput;

        @Nullable
        String line(@Nullable Path file) throws IOException {
            if (file == null) {
                return null;
            }
            if (!file.toString().equals("-")) {
                return Secret.fromFile(file).reveal();
            }
            BufferedReader reader = standardInput;
            if (reader == null) {
                reader = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
                standardInput = reader;
            }
            String line = reader.readLine();
            if (line == null) {
                throw new IllegalArgumentException(
                        "Standard input has too few lines: one for each number, in the order NIK, NIP, telephone.");
            }
            return line.strip();
        }
    }
}
