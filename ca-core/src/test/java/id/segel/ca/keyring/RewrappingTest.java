package id.segel.ca.keyring;

import static id.segel.ca.keyring.RotationFixture.file;
import static id.segel.ca.keyring.RotationFixture.runToTheEnd;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import id.segel.ca.document.Letters;
import id.segel.ca.person.DataKeys;
import id.segel.ca.person.PeopleFixture;
import id.segel.ca.person.Person;
import id.segel.ca.refusal.Problem;
import id.segel.ca.refusal.RefusedException;
import id.segel.hsm.WrappingKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RewrappingTest {
    private static final String OLD = DataKeys.WRAPPING;
    private static final String NEW = DataKeys.OTHER_WRAPPING;

    private PeopleFixture people;
    private RotationFixture fixture;
    private Letters before;
    private Letters after;

    @BeforeEach
    void open() {
        people = PeopleFixture.open();
        fixture = new RotationFixture(people.web, people.superuser());
        before = fixture.letters(WrappingKeys.only(key(OLD)));
        after = fixture.letters(new WrappingKeys(key(NEW), List.of(key(OLD)), null));
    }

    @AfterEach
    void close() {
        people.keys.bringBack();
        people.close();
    }

    private WrappingKey key(String label) {
        return people.keys.wrappingKey(label);
    }

    private Rewrapping rotation(int batch) {
        return fixture.rotation(key(NEW), key(OLD), batch);
    }

    private Map<Long, byte[]> uploaded(int count) {
        Map<Long, byte[]> letters = new LinkedHashMap<>();
        for (int n = 1; n <= count; n++) {
            letters.put(fixture.upload(before, n), file(n));
        }
        return letters;
    }

    private static void assertReadable(Letters letters, Map<Long, byte[]> files) {
        files.forEach(
                (id, file) -> assertThat(letters.open(id)).as("letter %d", id).isEqualTo(file));
    }

    @Test
    void everythingIsUnderTheNewKeyAfterwardsAndTheOldOneIsNotNeeded() {
        Map<Long, byte[]> files = uploaded(7);
        Person person = people.person();
        Rewrapping rotation = rotation(3);

        Rewrapping.Run first = rotation.run();

        assertThat(first.rewrapped()).as("a batch").isEqualTo(3);
        assertReadable(after, files);
        assertThat(runToTheEnd(rotation)).isEqualTo(5);
        assertReadable(fixture.letters(WrappingKeys.only(key(NEW))), files);
        assertThat(fixture.under("letter", OLD) + fixture.under("data_key", OLD))
                .isZero();
        assertThat(people.people.find(person.id())).contains(person);
        assertThat(fixture.events("wrapping-key.batch-rewrapped"))
                .hasSize(4)
                .allSatisfy(event -> assertThat(event).contains(OLD, NEW, "rows", "table"));
        assertThat(fixture.events("wrapping-key.rewrapping-finished")).hasSize(1);
    }

    @Test
    void aLetterUploadedWithTheOldKeyWhileTheJobRunsIsTakenByTheNextRun() {
        uploaded(2);
        Rewrapping rotation = rotation(100);
        runToTheEnd(rotation);

        long late = fixture.upload(before, 99);

        assertThat(after.open(late)).isEqualTo(file(99));
        assertThat(runToTheEnd(rotation)).isOne();
        assertThat(after.open(late)).isEqualTo(file(99));
        assertThat(fixture.under("letter", OLD)).isZero();
    }

    @Test
    void twoNodesAtOnceWrapEveryRowOnceAndTellOfTheEndOnce() throws Exception {
        Map<Long, byte[]> files = uploaded(40);
        CountDownLatch start = new CountDownLatch(1);
        ExecutorService nodes = Executors.newFixedThreadPool(2);
        try {
            List<Future<Integer>> running = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                running.add(nodes.submit(() -> {
                    start.await();
                    return runToTheEnd(rotation(7));
                }));
            }
            start.countDown();
            int rewrapped = running.get(0).get() + running.get(1).get();

            assertThat(rewrapped).isEqualTo(40);
        } finally {
            nodes.shutdownNow();
        }
        assertReadable(fixture.letters(WrappingKeys.only(key(NEW))), files);
        assertThat(fixture.events("wrapping-key.rewrapping-finished")).hasSize(1);
    }

    @Test
    void whileTheTokenIsAwayTheJobWaitsAndGoesOnAfterwards() {
        Map<Long, byte[]> files = uploaded(3);
        Rewrapping rotation = rotation(100);
        people.keys.takeAway();

        Rewrapping.Run waiting = rotation.run();

        assertThat(waiting.rewrapped()).isZero();
        assertThat(waiting.waiting()).contains("The token is away");
        people.keys.bringBack();
        assertThat(runToTheEnd(rotation)).isEqualTo(3);
        assertReadable(fixture.letters(WrappingKeys.only(key(NEW))), files);
    }

    @Test
    void whatWasDoneBeforeTheTokenWentIsKept() {
        uploaded(5);
        WrappingKey old = key(OLD);
        Rewrapping rotation = fixture.rotation(
                key(NEW),
                new WrappingKey() {
                    private int calls;

                    @Override
                    public String label() {
                        return OLD;
                    }

                    @Override
                    public byte[] wrap(byte[] plaintext, byte[] aad) {
                        return old.wrap(plaintext, aad);
                    }

                    @Override
                    public byte[] unwrap(byte[] wrapped, byte[] aad) {
                        if (++calls == 3) {
                            people.keys.takeAway();
                        }
                        return old.unwrap(wrapped, aad);
                    }
                },
                100);

        assertThat(rotation.run().rewrapped()).isEqualTo(2);
        assertThat(fixture.under("letter", NEW)).isEqualTo(2);
        people.keys.bringBack();
        assertThat(runToTheEnd(rotation)).isEqualTo(3);
    }

    @Test
    void aRowThatDoesNotUnwrapIsLeftAndTheOthersGoOn() {
        Map<Long, byte[]> files = uploaded(4);
        long broken = files.keySet().iterator().next();
        people.superuser()
                .useHandle(handle -> handle.execute(
                        "UPDATE letter SET wrapped_key = set_byte(wrapped_key, 20, get_byte(wrapped_key, 20) # 1) WHERE id = ?",
                        broken));
        Rewrapping rotation = rotation(2);

        int rewrapped = 0;
        for (int run = 0; run < 4; run++) {
            rewrapped += rotation.run().rewrapped();
        }

        assertThat(rewrapped).isEqualTo(3);
        assertThat(fixture.under("letter", OLD)).isOne();
        assertThat(fixture.events("wrapping-key.rewrapping-finished")).isEmpty();
    }

    @Test
    void aNewKeyThatDoesNotGiveBackWhatItWrappedReplacesNothing() {
        Map<Long, byte[]> files = uploaded(1);
        WrappingKey real = key(NEW);
        Rewrapping rotation = fixture.rotation(
                new WrappingKey() {
                    @Override
                    public String label() {
                        return NEW;
                    }

                    @Override
                    public byte[] wrap(byte[] plaintext, byte[] aad) {
                        byte[] other = plaintext.clone();
                        other[0] ^= 1;
                        return real.wrap(other, aad);
                    }

                    @Override
                    public byte[] unwrap(byte[] wrapped, byte[] aad) {
                        return real.unwrap(wrapped, aad);
                    }
                },
                key(OLD),
                100);

        assertThatThrownBy(rotation::run)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("does not give back what it wrapped");
        assertReadable(before, files);
    }

    @Test
    void aNodeThatLacksTheKeyOfALetterSaysSoAndPeopleAreToldThatNothingIsLost() {
        long letter = fixture.upload(after, 1);

        RefusedException refusal = PeopleFixture.refusal(() -> before.open(letter));

        assertThat(refusal.problem()).isEqualTo(Problem.TOKEN_AWAY);
        assertThat(refusal.detail().english()).contains("does not know the key", "nothing is lost");
        assertThat(refusal.getCause())
                .hasMessage("letter " + letter + " is wrapped by the key \"" + NEW
                        + "\", which this node does not know (it knows \"" + OLD
                        + "\"); name it in dataKeys as nextWrapping or in formerWrapping, and restart this node");
    }

    @Test
    void aNodeThatKnowsTheNextKeyReadsWhatItWrappedAndDoesNotWrapItBack() {
        long letter = fixture.upload(after, 1);
        WrappingKeys waiting = new WrappingKeys(key(OLD), List.of(), key(NEW));

        assertThat(fixture.letters(waiting).open(letter)).isEqualTo(file(1));
        assertThat(fixture.rotation(waiting, 100).run().rewrapped()).isZero();
        assertThat(fixture.under("letter", NEW)).isOne();
    }
}
