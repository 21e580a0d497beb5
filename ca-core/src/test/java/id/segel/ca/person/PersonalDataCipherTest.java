package id.segel.ca.person;

import static id.segel.ca.person.EncryptedColumn.ACCOUNT_TOTP_SECRET;
import static id.segel.ca.person.EncryptedColumn.PERSON_NIK;
import static id.segel.ca.person.EncryptedColumn.PERSON_NIP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import id.segel.ca.audit.Actor;
import id.segel.ca.keyring.TokenNeed;
import id.segel.ca.keyring.WrappingKeys;
import id.segel.ca.refusal.Problem;
import id.segel.ca.refusal.RefusedException;
import id.segel.hsm.MacKey;
import id.segel.hsm.Place;
import id.segel.hsm.TokenBusyException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PersonalDataCipherTest {
    private static final String NIK = "3174010101850001";

    private PeopleFixture fixture;

    @BeforeEach
    void open() {
        fixture = PeopleFixture.open();
    }

    @AfterEach
    void close() {
        fixture.keys.bringBack();
        fixture.close();
    }

    private PersonalDataCipher another() {
        PersonalDataCipher cipher = cipher(DataKeys.WRAPPING);
        cipher.prepare();
        return cipher;
    }

    /** As a node has it that has just started. */
    private PersonalDataCipher cipher(String wrapping) {
        return new PersonalDataCipher(
                fixture.web,
                WrappingKeys.only(fixture.keys.wrappingKey(wrapping)),
                IndexKeys.only(fixture.keys.macKey(DataKeys.BLIND_INDEX)),
                fixture.random);
    }

    private ColumnSealer sealer() {
        return fixture.cipher.sealer(TokenNeed.PERSONAL_DATA_KEPT);
    }

    private byte[] blindIndex(PersonalField field, String number) {
        return fixture.cipher.blindIndex(
                fixture.cipher.indexKeys().current(), field, number, TokenNeed.PERSON_SEARCHED);
    }

    @Test
    void aValueComesBackInItsOwnPlaceAndNowhereElse() {
        byte[] encrypted = sealer().encrypt(PERSON_NIK, 7, NIK);

        assertThat(fixture.cipher.decrypt(PERSON_NIK, 7, encrypted, TokenNeed.PERSONAL_DATA_SHOWN))
                .isEqualTo(NIK);
        assertThatThrownBy(() -> fixture.cipher.decrypt(PERSON_NIK, 8, encrypted, TokenNeed.PERSONAL_DATA_SHOWN))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("person.nik_encrypted of row 8");
        assertThatThrownBy(() -> fixture.cipher.decrypt(PERSON_NIP, 7, encrypted, TokenNeed.PERSONAL_DATA_SHOWN))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(
                        () -> fixture.cipher.decrypt(ACCOUNT_TOTP_SECRET, 7, encrypted, TokenNeed.PERSONAL_DATA_SHOWN))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void noOctetOfACiphertextCanBeAltered() {
        byte[] encrypted = sealer().encrypt(PERSON_NIK, 7, NIK);

        for (int i = 0; i < encrypted.length; i++) {
            byte[] altered = encrypted.clone();
            altered[i] ^= 1;
            assertThatThrownBy(() -> fixture.cipher.decrypt(PERSON_NIK, 7, altered, TokenNeed.PERSONAL_DATA_SHOWN))
                    .as("octet %d", i)
                    .isInstanceOf(IllegalStateException.class);
        }
        assertThatThrownBy(() -> fixture.cipher.decrypt(PERSON_NIK, 7, new byte[31], TokenNeed.PERSONAL_DATA_SHOWN))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aCiphertextIsKeyIdThenIvThenTextAndTagAndNeverTheSameTwice() {
        byte[] first = sealer().encrypt(PERSON_NIK, 7, NIK);
        byte[] second = sealer().encrypt(PERSON_NIK, 7, NIK);

        assertThat(first).hasSize(4 + 12 + NIK.length() + 16);
        assertThat(ByteBuffer.wrap(first).getInt()).isEqualTo(activeKey());
        assertThat(first).isNotEqualTo(second);
        assertThat(new String(first, StandardCharsets.ISO_8859_1)).doesNotContain(NIK);
    }

    @Test
    void theDataKeyIsMadeOnceEvenWhenNodesStartTogether() throws Exception {
        fixture.superuser().useHandle(handle -> handle.execute("DELETE FROM data_key"));
        ExecutorService nodes = Executors.newFixedThreadPool(4);
        try {
            List<Future<PersonalDataCipher>> starting = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                starting.add(nodes.submit(this::another));
            }
            List<PersonalDataCipher> started = new ArrayList<>();
            for (Future<PersonalDataCipher> node : starting) {
                started.add(node.get());
            }

            assertThat(keyCount()).isEqualTo(1);
            byte[] encrypted =
                    started.get(0).sealer(TokenNeed.PERSONAL_DATA_KEPT).encrypt(PERSON_NIK, 1, NIK);
            for (PersonalDataCipher node : started) {
                assertThat(node.decrypt(PERSON_NIK, 1, encrypted, TokenNeed.PERSONAL_DATA_SHOWN))
                        .isEqualTo(NIK);
            }
        } finally {
            nodes.shutdownNow();
        }
    }

    @Test
    void aRestartFindsWhatWasEncryptedBefore() {
        byte[] encrypted = sealer().encrypt(PERSON_NIK, 1, NIK);

        assertThat(another().decrypt(PERSON_NIK, 1, encrypted, TokenNeed.PERSONAL_DATA_SHOWN))
                .isEqualTo(NIK);
        assertThat(keyCount()).isEqualTo(1);
    }

    @Test
    void aKeyAnotherNodeMadeIsFetchedWhenItIsMet() {
        fixture.cipher.prepare();
        fixture.superuser().useHandle(handle -> handle.execute("UPDATE data_key SET active = false"));
        PersonalDataCipher newer = another();
        byte[] encrypted = newer.sealer(TokenNeed.PERSONAL_DATA_KEPT).encrypt(PERSON_NIK, 1, NIK);

        assertThat(keyCount()).isEqualTo(2);
        assertThat(fixture.cipher.decrypt(PERSON_NIK, 1, encrypted, TokenNeed.PERSONAL_DATA_SHOWN))
                .isEqualTo(NIK);
        assertThat(newer.decrypt(PERSON_NIK, 2, sealer().encrypt(PERSON_NIK, 2, NIK), TokenNeed.PERSONAL_DATA_SHOWN))
                .isEqualTo(NIK);
    }

    @Test
    void aNodeThatLacksTheWrappingKeyOfARowNamesBothForTheOperator() {
        fixture.cipher.prepare();

        RefusedException refusal =
                PeopleFixture.refusal(() -> cipher(DataKeys.OTHER_WRAPPING).prepare());

        assertThat(refusal.problem()).isEqualTo(Problem.TOKEN_AWAY);
        assertThat(refusal.getCause())
                .hasMessageContaining("is wrapped by the key \"" + DataKeys.WRAPPING + "\"")
                .hasMessageContaining("it knows \"" + DataKeys.OTHER_WRAPPING + "\"")
                .hasMessageContaining("name it in dataKeys");
        assertThat(keyCount()).isOne();
    }

    @Test
    void theSameNumberHasTheSameBlindIndexAndOnlyWithinItsKind() {
        byte[] index = blindIndex(PersonalField.NIK, NIK);

        assertThat(index).hasSize(32).isEqualTo(blindIndex(PersonalField.NIK, NIK));
        assertThat(blindIndex(PersonalField.PHONE, NIK)).isNotEqualTo(index);
        assertThat(blindIndex(PersonalField.NIK, "3174010101850002")).isNotEqualTo(index);
        assertThat(index)
                .isEqualTo(fixture.keys
                        .macKey(DataKeys.BLIND_INDEX)
                        .mac(("nik\0" + NIK).getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void theTokenIsNotAskedInsideATransaction() {
        assertThatThrownBy(() -> fixture.web.useTransaction(handle -> blindIndex(PersonalField.NIK, NIK)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("inside a database transaction");
    }

    @Test
    void withTheTokenUnpluggedPeopleCanStillBeReadButNotRegistered() {
        Person before = fixture.person();
        fixture.keys.takeAway();

        assertThat(fixture.people.find(before.id())).contains(before);
        PeopleFixture.assertRefused(
                Problem.TOKEN_AWAY, () -> fixture.people.create(PeopleFixture.OFFICE, fixture.draft()));
    }

    @Test
    void aNodeThatStartedWithoutTheTokenSaysWhyItCannotShowNumbersAndCanAsSoonAsTheTokenIsThere() {
        Person before = fixture.person();
        fixture.keys.takeAway();
        People started =
                new People(fixture.web, fixture.audit, cipher(DataKeys.WRAPPING), fixture.clock, fixture.random);
        long events = fixture.eventCount();

        for (ThrowingCallable shown : List.<ThrowingCallable>of(
                () -> started.find(before.id()),
                () -> started.reveal(
                        Actor.account(1, 1), before.id(), EnumSet.of(PersonalField.NIK), "Mencocokkan surat"))) {
            RefusedException refusal = PeopleFixture.refusal(shown);
            assertThat(refusal.problem()).isEqualTo(Problem.TOKEN_AWAY);
            assertThat(refusal.retryAfter()).isPositive();
            assertThat(refusal.detail().indonesian())
                    .contains("Data pribadi tidak dapat ditampilkan", "tidak ada yang hilang");
            assertThat(refusal.detail().english()).contains("Personal data cannot be shown", "nothing is lost");
        }
        RefusedException search = PeopleFixture.refusal(() -> started.findByNik(NIK));
        assertThat(search.problem()).isEqualTo(Problem.TOKEN_AWAY);
        assertThat(search.detail().english()).contains("searched by NIK", "nothing is lost");
        assertThat(fixture.eventCount())
                .as("nothing was shown, and nothing says so")
                .isEqualTo(events);
        assertThat(started.suspend(PeopleFixture.OFFICE, before.id(), before.version(), "Sedang diperiksa dahulu")
                        .maskedNik())
                .as("a suspension does not wait for the token")
                .isEqualTo("********");

        fixture.keys.bringBack();

        assertThat(started.find(before.id()).orElseThrow().maskedNik()).isEqualTo(before.maskedNik());
    }

    @Test
    void aBusyTokenIsToldAsOverload() {
        PersonalDataCipher busy = new PersonalDataCipher(
                fixture.web,
                WrappingKeys.only(fixture.keys.wrappingKey(DataKeys.WRAPPING)),
                IndexKeys.only(new MacKey() {
                    @Override
                    public String label() {
                        return DataKeys.BLIND_INDEX;
                    }

                    @Override
                    public byte[] mac(byte[] data) {
                        throw new TokenBusyException(
                                "No place came free",
                                new Place(Path.of("/none"), null, "data", null),
                                null,
                                "Wait.",
                                null);
                    }
                }),
                fixture.random);
        People people = new People(fixture.web, fixture.audit, busy, fixture.clock, fixture.random);
        fixture.person();

        RefusedException refusal = PeopleFixture.refusal(() -> people.create(PeopleFixture.OFFICE, fixture.draft()));

        assertThat(refusal.problem()).isEqualTo(Problem.OVERLOADED);
        assertThat(refusal.retryAfter()).isPositive();
    }

    private int activeKey() {
        return fixture.superuser()
                .withHandle(handle -> handle.createQuery("SELECT id FROM data_key WHERE active")
                        .mapTo(Integer.class)
                        .one());
    }

    private int keyCount() {
        return fixture.superuser()
                .withHandle(handle -> handle.createQuery("SELECT count(*) FROM data_key")
                        .mapTo(Integer.class)
                        .one());
    }
}
