package id.segel.softhsm;

/** A migrated database that is only ever copied. Safe for use by several threads. */
public final class TestTemplate {
    private final TestCluster cluster;
    private final String database;

    TestTemplate(TestCluster cluster, String database) {
        this.cluster = cluster;
        this.database = database;
    }

    /** A new database with the template's schema and content. */
    public TestDatabase create() {
        return cluster.copy(database);
    }
}
