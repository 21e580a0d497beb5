package id.segel.api.doctor;

import id.segel.api.config.ConfigurationFault;
import id.segel.api.config.ConfigurationFile;
import id.segel.api.config.MailSettings;
import id.segel.api.config.NodeRole;
import id.segel.api.config.ServiceConfiguration;
import id.segel.ca.store.DatabaseRole;
import id.segel.hsm.TokenStore;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Goes through what a node needs. Changes nothing. A token that a running server has open is looked at by the server, one
 * that nobody has open is opened here.
 */
public final class Doctor {
    private final Clock clock;
    private final SecureRandom random;
    private final String user;

    public Doctor(Clock clock, SecureRandom random) {
        this.clock = clock;
        this.random = random;
        this.user = System.getProperty("user.name");
    }

    /** Looks at everything the configuration names. Whatever is wrong is a finding, also with the configuration. */
    public Diagnosis examine(Path file, Map<String, String> environment) {
        Findings findings = new Findings();
        try {
            ConfigurationFile.Examined examined = ConfigurationFile.examine(file, environment);
            new ConfigurationCheck(file, examined).lookSafely(findings);
            ServiceConfiguration configuration = examined.configuration();
            if (configuration != null) {
                checks(configuration).forEach(check -> check.lookSafely(findings));
            }
        } catch (ConfigurationFault e) {
            findings.in("configuration")
                    .error(Topic.CONFIGURATION, String.valueOf(e.getMessage()), "Name the node's configuration file.");
        }
        return Diagnosis.of(findings, clock.instant());
    }

    /** In the order in which one thing stands on the other. */
    private List<Check> checks(ServiceConfiguration configuration) {
        List<Check> checks = new ArrayList<>();
        checks.add(files(configuration));
        checks.add(new ClockCheck(KernelClock::synchronised));
        checks.add(new DiskCheck(folders(configuration.mail())));
        for (DatabaseRole role : roles(configuration)) {
            checks.add(new DatabaseCheck(configuration.database(), role));
        }
        checks.add(new BackupsCheck(configuration.database(), roles(configuration)));
        checks.add(findings -> tokens(configuration, findings));
        return checks;
    }

    private static List<DatabaseRole> roles(ServiceConfiguration configuration) {
        List<DatabaseRole> roles = new ArrayList<>();
        if (configuration.has(NodeRole.WEB)) {
            roles.add(DatabaseRole.WEB);
        }
        if (configuration.has(NodeRole.ISSUER)) {
            roles.add(DatabaseRole.ISSUER);
        }
        return roles;
    }

    private FilesCheck files(ServiceConfiguration configuration) {
        Set<Path> pins = new LinkedHashSet<>();
        for (ConfiguredToken token : ConfiguredToken.of(configuration)) {
            if (token.pinFile() != null) {
                pins.add(token.pinFile());
            }
        }
        Set<Path> passwords = new LinkedHashSet<>();
        for (DatabaseRole role : roles(configuration)) {
            Path password = configuration.database().passwords().of(role);
            if (password != null) {
                passwords.add(password);
            }
        }
        Path mail = configuration.mail().passwordFile();
        if (mail != null) {
            passwords.add(mail);
        }
        return new FilesCheck(pins, passwords, program(), user);
    }

    /** The running jar; null where the classes are in folders. */
    private static @Nullable Path program() {
        try {
            Path place = Path.of(
                    Objects.requireNonNull(Doctor.class.getProtectionDomain().getCodeSource())
                            .getLocation()
                            .toURI());
            return Files.isRegularFile(place) ? place : null;
        } catch (URISyntaxException e) {
            return null;
        }
    }

    private static List<Path> folders(MailSettings mail) {
        List<Path> folders = new ArrayList<>();
        folders.add(Path.of(System.getProperty("java.io.tmpdir")));
        if (mail.folder() != null) {
            folders.add(mail.folder());
        }
        return folders;
    }

    private void tokens(ServiceConfiguration configuration, Findings findings) {
        if (new ServerCheck(configuration.server()).look(findings) == ServerCheck.Outcome.ABSENT) {
            StoreCheck store = new StoreCheck(
                    TokenStore::ofThisProcess, user, ProcessHandle.current().pid());
            new TokensHere(configuration, store, random).look(findings);
        }
    }
}
