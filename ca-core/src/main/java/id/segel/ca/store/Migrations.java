package id.segel.ca.store;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;

/** {@code segel db migrate}: brings the schema forward, as owner. Migrations only go forward. */
public final class Migrations {
    private Migrations() {}

    /**
     * Applies what is missing.
     *
     * @param url JDBC URL of the service's database
     * @param ownerPassword password of {@code segel_owner}
     * @return the schema's version afterwards
     */
    public static String migrate(String url, Secret ownerPassword) {
        Flyway flyway = flyway(url, ownerPassword);
        flyway.migrate();
        MigrationInfo current = flyway.info().current();
        return current == null ? "0" : current.getVersion().getVersion();
    }

    private static Flyway flyway(String url, Secret ownerPassword) {
        return Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(url, DatabaseRole.OWNER.roleName(), ownerPassword.reveal())
                .locations("classpath:id/segel/ca/store/migration")
                .cleanDisabled(true)
                .validateOnMigrate(true)
                .load();
    }
}
