package id.segel.api.health;

import id.segel.ca.store.Database;
import id.segel.ca.store.Migrations;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Whether the database's schema is the one this program brings. */
public final class SchemaVersion {
    private static final String FOLDER = "id/segel/ca/store/migration/";
    private static final Pattern MIGRATION = Pattern.compile("V(\\d+)__.*\\.sql");

    private final int known;

    private SchemaVersion(int known) {
        this.known = known;
    }

    /** The newest migration in this program. */
    public static SchemaVersion ofProgram() {
        try {
            Path place = Path.of(Migrations.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return new SchemaVersion(
                    Files.isDirectory(place) ? inFolder(place.resolve(FOLDER)) : inJar(place.toFile()));
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the program's own place cannot be read: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int inFolder(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return newest(files.map(file -> String.valueOf(file.getFileName())));
        }
    }

    private static int inJar(File file) throws IOException {
        try (JarFile jar = new JarFile(file)) {
            return newest(jar.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.startsWith(FOLDER))
                    .map(name -> name.substring(FOLDER.length())));
        }
    }

    private static int newest(Stream<String> names) {
        return names.map(MIGRATION::matcher)
                .filter(Matcher::matches)
                .mapToInt(match -> Integer.parseInt(match.group(1)))
                .max()
                .orElseThrow(() -> new IllegalStateException("the program lacks its migrations"));
    }

    public int known() {
        return known;
    }

    /** The database's version as the web role sees it. */
    public static int of(Database web) {
        return web.read(handle -> handle.createQuery(
                        "SELECT coalesce(max(version::int), 0) FROM flyway_schema_history WHERE success AND version IS NOT NULL")
                .mapTo(Integer.class)
                .one());
    }
}
