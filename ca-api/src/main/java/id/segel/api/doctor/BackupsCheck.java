package id.segel.api.doctor;

import id.segel.api.config.DatabaseSettings;
import id.segel.ca.authority.KeyBackups;
import id.segel.ca.store.Database;
import id.segel.ca.store.DatabaseRole;
import id.segel.ca.store.Secret;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.List;

/**
 * Of which keys that cannot be replaced a restored copy was seen at work, as ceremonies wrote it down.
 *
 * @param roles of the node; the first is asked
 */
record BackupsCheck(DatabaseSettings settings, List<DatabaseRole> roles) implements Check {
    BackupsCheck {
        roles = List.copyOf(roles);
    }

    @Override
    public void look(Findings findings) {
        Findings here = findings.in("backups");
        for (DatabaseRole role : roles) {
            Path password = settings.passwords().of(role);
            if (password == null) {
                continue;
            }
            try (Database database = Database.open(
                    settings.url(),
                    role,
                    Secret.fromFile(password),
                    1,
                    settings.statementTimeout(),
                    new SimpleMeterRegistry())) {
                new KeyBackups(database).all().forEach(standing -> tell(standing, here));
                return;
            } catch (RuntimeException e) {
                // The database has findings of its own, with the reason.
                here.warn(
                        Topic.KEY_BACKUP,
                        "Which keys have a backup cannot be told: the database does not say as " + role.roleName(),
                        "Mend the database first.");
                return;
            }
        }
    }

    private static void tell(KeyBackups.Standing standing, Findings here) {
        String sentence = Character.toUpperCase(standing.sentence().charAt(0))
                + standing.sentence().substring(1);
        if (standing.isVerified()) {
            here.ok(Topic.KEY_BACKUP, sentence);
        } else {
            here.warn(
                    Topic.KEY_BACKUP,
                    sentence,
                    standing.state() == KeyBackups.State.NONE
                            ? "Nothing, if the reason still holds; if the token is lost, so is the key."
                            : "Make a copy, restore it elsewhere, and let a ceremony verify it (docs/custody.md).");
        }
    }
}
