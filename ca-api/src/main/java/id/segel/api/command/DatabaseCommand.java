package id.segel.api.command;

import id.segel.api.config.ConfigurationFile;
import id.segel.ca.store.Bootstrap;
import id.segel.ca.store.DatabaseRole;
import id.segel.ca.store.Migrations;
import id.segel.ca.store.Secret;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code segel db}. */
@Command(
        name = "db",
        description = "Makes database and roles, and brings the schema forward.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {DatabaseCommand.BootstrapCommand.class, DatabaseCommand.MigrateCommand.class})
public final class DatabaseCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Name bootstrap or migrate.");
    }

    /** {@code segel db bootstrap}. */
    @Command(
            name = "bootstrap",
            description =
                    "Makes the database and its six roles, as superuser. Again is no harm: it sets passwords and rights anew.",
            mixinStandardHelpOptions = true)
    static final class BootstrapCommand implements Callable<Integer> {
        @Option(
                names = "--superuser-url",
                required = true,
                paramLabel = "URL",
                description = "JDBC URL of a maintenance database, such as jdbc:postgresql://host:5432/postgres")
        private String url = "";

        @Option(names = "--superuser", paramLabel = "NAME", description = "Name of the superuser (${DEFAULT-VALUE}).")
        private String superuser = "postgres";

        @Option(
                names = "--superuser-password-file",
                required = true,
                paramLabel = "FILE",
                description = "File with the superuser's password, mode 0600.")
        private Path passwordFile = Path.of("");

        @Option(names = "--database", paramLabel = "NAME", description = "The database to make (${DEFAULT-VALUE}).")
        private String database = "segel";

        @Option(
                names = "--passwords",
                required = true,
                paramLabel = "DIR",
                description = "Folder with the files db-owner, db-web, db-issuer, db-sequencer, db-checker, db-auditor;"
                        + " those that are missing are made with random passwords, mode 0600.")
        private Path passwords = Path.of("");

        @Override
        public Integer call() {
            Map<DatabaseRole, Secret> secrets = new EnumMap<>(DatabaseRole.class);
            for (DatabaseRole role : DatabaseRole.values()) {
                secrets.put(
                        role,
                        SecretFiles.readOrMake(
                                passwords.resolve("db-" + role.name().toLowerCase(Locale.ROOT))));
            }
            Bootstrap.run(url, superuser, Secret.fromFile(passwordFile), database, secrets);
            System.out.println(
                    "The database " + database + " and its roles are there; passwords in " + passwords + ".");
            return 0;
        }
    }

    /** {@code segel db migrate}. */
    @Command(
            name = "migrate",
            description = "Brings the schema forward, as the owner. Stop nothing for it; never goes back.",
            mixinStandardHelpOptions = true)
    static final class MigrateCommand implements Callable<Integer> {
        @ArgGroup(multiplicity = "1")
        private Where where = new Where();

        static final class Where {
            @Parameters(paramLabel = "CONFIG.yml", description = "A node's configuration, for the database's URL.")
            private @Nullable Path configuration;

            @Option(
                    names = "--url",
                    paramLabel = "URL",
                    description = "JDBC URL of the database, without user and password.")
            private @Nullable String url;
        }

        @Option(
                names = "--owner-password-file",
                required = true,
                paramLabel = "FILE",
                description = "File with the password of segel_owner, mode 0600.")
        private Path passwordFile = Path.of("");

        @Override
        public Integer call() {
            Path file = where.configuration;
            String url = file != null
                    ? ConfigurationFile.read(file, System.getenv()).database().url()
                    : String.valueOf(where.url);
            String version = Migrations.migrate(url, Secret.fromFile(passwordFile));
            System.out.println("The schema is at version " + version + ".");
            return 0;
        }
    }
}
