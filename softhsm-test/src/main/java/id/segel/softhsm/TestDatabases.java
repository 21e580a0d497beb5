package id.segel.softhsm;

import java.util.function.Consumer;

/**
 * Databases for tests: one cluster per test JVM, each schema migrated once into a template, each test class a copy of it
 * (about 40 ms).
 *
 * <pre>
 * TestTemplate template = TestDatabases.template("segel", urls -&gt; Migrations.run(urls.superuserUrl()));
 * try (TestDatabase database = template.create()) { … database.url("segel_web", password) … }
 * </pre>
 *
 * <p>A test that takes the database away uses a cluster of its own: {@link TestCluster#privateCluster()}.
 */
public final class TestDatabases {
    private TestDatabases() {}

    /** {@link TestCluster#template} of the cluster all tests of this JVM share. */
    public static TestTemplate template(String name, Consumer<JdbcUrls> migrate) {
        return TestCluster.shared().template(name, migrate);
    }

    /** An empty database of the shared cluster. */
    public static TestDatabase empty() {
        return TestCluster.shared().empty();
    }
}
