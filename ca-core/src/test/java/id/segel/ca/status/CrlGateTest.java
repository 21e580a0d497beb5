package id.segel.ca.status;

import static org.assertj.core.api.Assertions.assertThat;

import id.segel.ca.authority.Authority;
import id.segel.ca.authority.AuthorityKey;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CrlGateTest {
    private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    private SigningFixture fixture;
    private CrlScope shard;
    private CrlScope complete;
    private AuthorityKey key;

    @BeforeAll
    void open(@TempDir Path directory) {
        fixture = new SigningFixture(directory);
        Authority issuing = fixture.authorities.get(fixture.status.issuing);
        shard = new CrlScope(issuing, 0);
        complete = new CrlScope(issuing, null);
        key = fixture.keys.of(issuing);
    }

    @AfterAll
    void close() {
        fixture.close();
    }

    /** What one CRL is made of; each test changes one thing. */
    private record Made(CrlIntent intent, byte[] der) {
        PublishedCrl published() {
            return new PublishedCrl(intent.number(), intent.thisUpdate(), intent.nextUpdate(), der);
        }
    }

    private Made made(CrlScope scope, long number, Instant thisUpdate, CrlEntry... entries) {
        return made(scope, number, thisUpdate, scope.distributionPoint(fixture.locations), entries);
    }

    private Made made(CrlScope scope, long number, Instant thisUpdate, @Nullable String point, CrlEntry... entries) {
        Instant nextUpdate = thisUpdate.plus(7, ChronoUnit.DAYS);
        byte[] tbs = CrlEncoder.tbs(
                scope.authority(), key.algorithm(), number, thisUpdate, nextUpdate, point, List.of(entries));
        CrlIntent intent = new CrlIntent(1, scope, number, thisUpdate, nextUpdate, entries.length, tbs);
        return new Made(intent, CrlEncoder.signed(tbs, key.algorithm(), key.sign(new CrlPermit(intent))));
    }

    private static CrlEntry entry(int serial) {
        return new CrlEntry(BigInteger.valueOf(serial).toByteArray(), NOW, 4, 0, NOW.plusSeconds(1000));
    }

    private List<String> faults(Made made, @Nullable PublishedCrl previous) {
        return gate(Set.of()).faults(made.der(), made.intent(), key, previous);
    }

    private CrlGate gate(Set<BigInteger> unexplained) {
        return new CrlGate(fixture.locations, (scope, previous, left) -> {
            Set<BigInteger> lost = new java.util.HashSet<>(left);
            lost.retainAll(unexplained);
            return lost;
        });
    }

    @Test
    void aGoodCrlPasses() {
        Made first = made(shard, 1, NOW, entry(300), entry(301));
        assertThat(faults(first, null)).isEmpty();
        Made second = made(shard, 2, NOW, entry(300), entry(301), entry(302));
        assertThat(faults(second, first.published())).isEmpty();
        assertThat(faults(made(complete, 2, NOW), null)).isEmpty();
    }

    @Test
    void anotherAuthoritysCrlIsStopped() {
        Authority root = fixture.authorities.get(fixture.status.root);
        Made foreign = made(new CrlScope(root, null), 1, NOW);
        CrlIntent ours = new CrlIntent(
                1,
                complete,
                1,
                NOW,
                foreign.intent().nextUpdate(),
                0,
                foreign.intent().tbs());
        assertThat(gate(Set.of()).faults(foreign.der(), ours, key, null))
                .singleElement()
                .asString()
                .contains("its issuer is");
    }

    @Test
    void aSignatureOfAnotherKeyOrOverOtherBytesIsStopped() {
        Made good = made(shard, 1, NOW, entry(300));
        byte[] broken = good.der().clone();
        broken[broken.length - 1] ^= 1;
        assertThat(gate(Set.of()).faults(broken, good.intent(), key, null))
                .singleElement()
                .asString()
                .contains("does not verify");
        AuthorityKey rootKey = fixture.keys.of(fixture.authorities.get(fixture.status.root));
        assertThat(gate(Set.of()).faults(good.der(), good.intent(), rootKey, null))
                .singleElement()
                .asString()
                .contains("does not verify");
        assertThat(gate(Set.of()).faults(new byte[] {1, 2, 3}, good.intent(), key, null))
                .singleElement()
                .asString()
                .contains("no CRL");
    }

    @Test
    void bytesThatWereNotStoredBeforeAreStopped() {
        Made stored = made(shard, 1, NOW, entry(300));
        Made other = made(shard, 1, NOW, entry(301));
        assertThat(gate(Set.of()).faults(other.der(), stored.intent(), key, null))
                .singleElement()
                .asString()
                .contains("not those that were stored");
    }

    @Test
    void aNumberOrTimeThatDoesNotGrowIsStopped() {
        PublishedCrl previous = made(shard, 7, NOW).published();
        assertThat(faults(made(shard, 7, NOW), previous))
                .singleElement()
                .asString()
                .contains("not above the published 7");
        assertThat(faults(made(shard, 8, NOW.minusSeconds(1)), previous))
                .singleElement()
                .asString()
                .contains("before the published");
    }

    @Test
    void anotherDistributionPointIsStopped() {
        String other = fixture.locations.crlShard(TestHierarchy.ISSUING, 1);
        assertThat(faults(made(shard, 1, NOW, other), null))
                .singleElement()
                .asString()
                .contains("its distribution point is");
        assertThat(faults(made(shard, 1, NOW, (String) null), null)).hasSize(1);
        assertThat(faults(made(complete, 1, NOW, other), null)).hasSize(1);
    }

    @Test
    void aLostEntryIsStoppedAndAnExplainedOneIsNot() {
        PublishedCrl previous = made(shard, 1, NOW, entry(300), entry(301)).published();
        Made next = made(shard, 2, NOW, entry(300));
        assertThat(faults(next, previous)).isEmpty();
        assertThat(gate(Set.of(BigInteger.valueOf(301))).faults(next.der(), next.intent(), key, previous))
                .singleElement()
                .asString()
                .contains("1 entries of CRL 1 are missing", "12d");
    }

    @Test
    void anEntryThatIsThereTwiceIsStopped() {
        assertThat(faults(made(shard, 1, NOW, entry(300), entry(300)), null))
                .singleElement()
                .asString()
                .contains("1 entries, not the 2 stored");
    }

    @Test
    void entriesFromAfter2049AreEncodedAsTheStandardSays() {
        Instant late = Instant.parse("2050-01-01T00:00:00Z");
        CrlEntry entry = new CrlEntry(new byte[] {5}, late, 1, 0, late.plusSeconds(1));
        Made made = made(complete, 1, late, entry);
        assertThat(faults(made, null)).isEmpty();
        assertThat(new String(made.der(), java.nio.charset.StandardCharsets.ISO_8859_1))
                .contains("20500101000000Z");
    }
}
