package id.segel.ca.person;

import static id.segel.ca.person.DataKeys.BLIND_INDEX;
import static id.segel.ca.person.DataKeys.OTHER_BLIND_INDEX;
import static id.segel.ca.person.PeopleFixture.OFFICE;
import static id.segel.ca.person.PeopleFixture.faults;
import static org.assertj.core.api.Assertions.assertThat;

import id.segel.ca.keyring.WrappingKeys;
import id.segel.ca.refusal.Problem;
import id.segel.ca.refusal.RefusedException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The blind-index key is rotated: a node of before, a node that knows both keys, a node of afterwards. */
class ReindexingTest {
    private PeopleFixture fixture;
    private People before;
    private People during;
    private Reindexing job;

    @BeforeEach
    void open() {
        fixture = PeopleFixture.open();
        before = fixture.people;
        during = people(OTHER_BLIND_INDEX, BLIND_INDEX);
        job = job(3, OTHER_BLIND_INDEX, BLIND_INDEX);
    }

    @AfterEach
    void close() {
        fixture.keys.bringBack();
        fixture.close();
    }

    private PersonalDataCipher cipher(String current, String... former) {
        return new PersonalDataCipher(
                fixture.web,
                WrappingKeys.only(fixture.keys.wrappingKey(DataKeys.WRAPPING)),
                new IndexKeys(
                        fixture.keys.macKey(current),
                        java.util.Arrays.stream(former)
                                .map(fixture.keys::macKey)
                                .toList()),
                fixture.random);
    }

    private People people(String current, String... former) {
        return new People(fixture.web, fixture.audit, cipher(current, former), fixture.clock, fixture.random);
    }

    private Reindexing job(int batch, String current, String... former) {
        return new Reindexing(fixture.web, fixture.audit, cipher(current, former), batch);
    }

    private Map<String, Person> registered(People node, int count) {
        Map<String, Person> people = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            PersonDraft draft = fixture.draft();
            people.put(nik(draft), node.create(OFFICE, draft));
        }
        return people;
    }

    private static String nik(PersonDraft draft) {
        return Objects.requireNonNull(draft.nik());
    }

    /** The same NIK, everything else another person's. */
    private PersonDraft twin(String nik) {
        PersonDraft other = fixture.draft();
        return new PersonDraft(
                other.fullName(),
                other.agencyId(),
                other.unit(),
                other.position(),
                other.email(),
                other.language(),
                nik,
                null,
                other.phone());
    }

    private static void assertFound(People node, Map<String, Person> people) {
        people.forEach((nik, person) -> assertThat(node.findByNik(nik)).contains(person));
    }

    private Map<String, IndexKeyUse> use() {
        Map<String, IndexKeyUse> use = new LinkedHashMap<>();
        Reindexing.use(fixture.web, BLIND_INDEX).forEach(key -> use.put(key.label(), key));
        return use;
    }

    private IndexKeyUse use(String label) {
        return Objects.requireNonNull(use().get(label), label);
    }

    private void runToTheEnd() {
        for (int run = 0; run < 20; run++) {
            job.run();
        }
    }

    @Test
    void theFirstKeyIsCompleteFromTheBeginning() {
        registered(before, 2);

        assertThat(use())
                .containsExactly(Map.entry(BLIND_INDEX, new IndexKeyUse(BLIND_INDEX, IndexKeyState.COMPLETE, 2, 0)));
    }

    @Test
    void everybodyIsIndexedAnewThenTheNewKeyIsCompleteAndTheOldOneGoes() {
        Map<String, Person> people = registered(before, 7);

        assertThat(job.run().indexed()).as("a batch").isEqualTo(3);
        assertThat(use(OTHER_BLIND_INDEX)).isEqualTo(new IndexKeyUse(OTHER_BLIND_INDEX, IndexKeyState.BUILDING, 3, 4));
        runToTheEnd();
        assertThat(use(OTHER_BLIND_INDEX)).isEqualTo(new IndexKeyUse(OTHER_BLIND_INDEX, IndexKeyState.COMPLETE, 7, 0));
        assertThat(use(BLIND_INDEX).state()).as("still configured").isEqualTo(IndexKeyState.COMPLETE);

        Reindexing afterwards = job(100, OTHER_BLIND_INDEX);
        afterwards.run();
        int forgotten = afterwards.run().forgotten();

        assertThat(forgotten).isEqualTo(21);
        assertThat(use(BLIND_INDEX)).isEqualTo(new IndexKeyUse(BLIND_INDEX, IndexKeyState.RETIRED, 0, 7));
        assertFound(people(OTHER_BLIND_INDEX), people);
        assertFound(during, people);
        assertThat(fixture.events("index-key", OTHER_BLIND_INDEX)).hasSize(4);
        assertThat(fixture.events("index-key", BLIND_INDEX)).hasSize(1);
    }

    @Test
    void aSearchFindsEverybodyAtEveryMomentOfTheChange() {
        Map<String, Person> people = registered(before, 4);
        assertFound(during, people);
        job.run();
        people.putAll(registered(during, 2));
        people.putAll(registered(before, 2));

        assertFound(before, people);
        assertFound(during, people);
        runToTheEnd();
        assertFound(before, people);
        assertFound(during, people);
    }

    @Test
    void aDuplicateIsRefusedWhicheverNodeRegistersItAndWhicheverKeyTheFirstHas() {
        String old = registered(before, 1).keySet().iterator().next();
        String both = registered(during, 1).keySet().iterator().next();

        for (People node : List.of(before, during)) {
            for (String nik : List.of(old, both)) {
                assertThat(faults(() -> node.create(OFFICE, twin(nik)))).containsExactly("/nik nik.taken");
            }
        }
        runToTheEnd();
        People afterwards = people(OTHER_BLIND_INDEX);
        job(100, OTHER_BLIND_INDEX).run();
        for (People node : List.of(during, afterwards)) {
            for (String nik : List.of(old, both)) {
                assertThat(faults(() -> node.create(OFFICE, twin(nik)))).containsExactly("/nik nik.taken");
            }
        }
    }

    @Test
    void ofTwoNodesThatRegisterOneNikAtTheSameMomentWhileTheJobRunsExactlyOneDoes() throws Exception {
        registered(before, 30);
        ExecutorService nodes = Executors.newFixedThreadPool(3);
        try {
            Future<?> indexing = nodes.submit(this::runToTheEndSlowly);
            int rounds = 0;
            do {
                CyclicBarrier together = new CyclicBarrier(2);
                String nik = nik(fixture.draft());
                List<Future<Boolean>> attempts = new ArrayList<>();
                for (People node : List.of(rounds % 3 == 0 ? during : before, during)) {
                    attempts.add(nodes.submit(() -> {
                        PersonDraft draft = twin(nik);
                        together.await();
                        return created(node, draft);
                    }));
                }
                int created = 0;
                for (Future<Boolean> attempt : attempts) {
                    created += attempt.get() ? 1 : 0;
                }
                assertThat(created).as("round %d", rounds).isEqualTo(1);
                rounds++;
            } while (!indexing.isDone() || rounds < 30);
            indexing.get();
        } finally {
            nodes.shutdownNow();
        }
        runToTheEnd();
        assertThat(use(OTHER_BLIND_INDEX).state()).isEqualTo(IndexKeyState.COMPLETE);
        assertThat(use(OTHER_BLIND_INDEX).lacking()).isZero();
    }

    private void runToTheEndSlowly() {
        Reindexing slow = job(1, OTHER_BLIND_INDEX, BLIND_INDEX);
        for (int run = 0; run < 40; run++) {
            slow.run();
        }
    }

    /** Whether it was; refused only because the NIK is taken, or because this node's key became too old meanwhile. */
    private static boolean created(People node, PersonDraft draft) {
        try {
            node.create(OFFICE, draft);
            return true;
        } catch (RefusedException e) {
            boolean taken =
                    e.problem() == Problem.INVALID && e.faults().get(0).id().equals("nik.taken");
            assertThat(taken || e.problem() == Problem.TOKEN_AWAY).isTrue();
            return false;
        }
    }

    @Test
    void twoNodesThatIndexAtOnceIndexEverybodyOnce() throws Exception {
        registered(before, 20);
        ExecutorService nodes = Executors.newFixedThreadPool(2);
        try {
            List<Future<Integer>> running = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                running.add(nodes.submit(() -> {
                    Reindexing own = job(4, OTHER_BLIND_INDEX, BLIND_INDEX);
                    int indexed = 0;
                    for (int run = 0; run < 12; run++) {
                        indexed += own.run().indexed();
                    }
                    return indexed;
                }));
            }
            assertThat(running.get(0).get() + running.get(1).get()).isEqualTo(20);
        } finally {
            nodes.shutdownNow();
        }
        assertThat(fixture.events("index-key", OTHER_BLIND_INDEX))
                .filteredOn(event -> event.contains("index-key.completed"))
                .hasSize(1);
    }

    @Test
    void whileTheTokenIsAwayTheJobWaitsAndGoesOnAfterwards() {
        registered(before, 2);
        fixture.keys.takeAway();

        Reindexing.Run waiting = job.run();

        assertThat(waiting.waiting()).contains("The token is away");
        fixture.keys.bringBack();
        runToTheEnd();
        assertThat(use(OTHER_BLIND_INDEX).state()).isEqualTo(IndexKeyState.COMPLETE);
    }

    @Test
    void aNodeWithoutTheCompleteKeyRegistersNobodyAndSearchesNobody() {
        registered(before, 1);
        People ahead = people(OTHER_BLIND_INDEX);

        RefusedException registering = PeopleFixture.refusal(() -> ahead.create(OFFICE, fixture.draft()));
        RefusedException searching = PeopleFixture.refusal(() -> ahead.findByNik(nik(fixture.draft())));

        for (RefusedException refusal : List.of(registering, searching)) {
            assertThat(refusal.problem()).isEqualTo(Problem.TOKEN_AWAY);
            assertThat(refusal.getCause())
                    .hasMessageContaining("under the blind-index key \"" + BLIND_INDEX + "\"")
                    .hasMessageContaining("name it in dataKeys");
        }
    }

    @Test
    void aNodeThatWasNotRestartedIsRefusedOnceTheNewKeyIsComplete() {
        registered(before, 1);
        runToTheEnd();

        RefusedException refusal = PeopleFixture.refusal(() -> before.create(OFFICE, fixture.draft()));

        assertThat(refusal.problem()).isEqualTo(Problem.TOKEN_AWAY);
        assertThat(refusal.getCause()).hasMessageContaining(OTHER_BLIND_INDEX);
    }

    @Test
    void aNodeThatKnowsTheNextKeyGoesOnWhateverTheOthersDo() {
        registered(before, 2);
        People waiting = people(BLIND_INDEX, OTHER_BLIND_INDEX);
        Map<String, Person> people = registered(waiting, 1);
        runToTheEnd();
        job(100, BLIND_INDEX, OTHER_BLIND_INDEX).run();

        people.putAll(registered(waiting, 1));

        assertFound(waiting, people);
        assertFound(during, people);
        assertThat(use(BLIND_INDEX).state()).isEqualTo(IndexKeyState.COMPLETE);
        assertThat(use(OTHER_BLIND_INDEX)).isEqualTo(new IndexKeyUse(OTHER_BLIND_INDEX, IndexKeyState.COMPLETE, 4, 0));
    }

    @Test
    void aNodeOfBeforeDoesNotRetireTheKeyThatComesNext() {
        registered(before, 4);
        job.run();

        job(100, BLIND_INDEX).run();

        assertThat(use(OTHER_BLIND_INDEX).state()).isEqualTo(IndexKeyState.BUILDING);
    }
}
