package id.segel.ca.person;

import static id.segel.ca.person.EncryptedColumn.ACCOUNT_TOTP_SECRET;
import static id.segel.ca.person.EncryptedColumn.PERSON_NIK;
import static id.segel.ca.person.EncryptedColumn.PERSON_NIP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import id.segel.ca.refusal.Problem;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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
        return PersonalDataCipher.open(
                fixture.web,
                fixture.keys.wrappingKey(DataKeys.WRAPPING),
                fixture.keys.macKey(DataKeys.BLIND_INDEX),
                fixture.random);
    }

    @Test
    void aValueComesBackInItsOwnPlaceAndNowhereElse() {
        byte[] encrypted = fixture.cipher.encrypt(PERSON_NIK, 7, NIK);

        assertThat(fixture.cipher.decrypt(PERSON_NIK, 7, encrypted)).isEqualTo(NIK);
        assertThatThrownBy(() -> fixture.cipher.decrypt(PERSON_NIK, 8, encrypted))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("person.nik_encrypted of row 8");
        assertThatThrownBy(() -> fixture.cipher.decrypt(PERSON_NIP, 7, encrypted))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> fixture.cipher.decrypt(ACCOUNT_TOTP_SECRET, 7, encrypted))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void noOctetOfACiphertextCanBeAltered() {
        byte[] encrypted = fixture.cipher.encrypt(PERSON_NIK, 7, NIK);

        for (int i = 0; i < encrypted.length; i++) {
            byte[] altered = encrypted.clone();
            altered[i] ^= 1;
            assertThatThrownBy(() -> fixture.cipher.decrypt(PERSON_NIK, 7, altered))
                    .as("octet %d", i)
                    .isInstanceOf(IllegalStateException.class);
        }
        assertThatThrownBy(() -> fixture.cipher.decrypt(PERSON_NIK, 7, new byte[31]))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aCiphertextIsKeyIdThenIvThenTextAndTagAndNeverTheSameTwice() {
        byte[] first = fixture.cipher.encrypt(PERSON_NIK, 7, NIK);
        byte[] second = fixture.cipher.encrypt(PERSON_NIK, 7, NIK);

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
            byte[] encrypted = started.get(0).encrypt(PERSON_NIK, 1, NIK);
            for (PersonalDataCipher node : started) {
                assertThat(node.decrypt(PERSON_NIK, 1, encrypted)).isEqualTo(NIK);
            }
        } finally {
            nodes.shutdownNow();
        }
    }

    @Test
    void aRestartFindsWhatWasEncryptedBefore() {
        byte[] encrypted = fixture.cipher.encrypt(PERSON_NIK, 1, NIK);

        assertThat(another().decrypt(PERSON_NIK, 1, encrypted)).isEqualTo(NIK);
        assertThat(keyCount()).isEqualTo(1);
    }

    @Test
    void aKeyAnotherNodeMadeIsFetchedWhenItIsMet() {
        fixture.superuser().useHandle(handle -> handle.execute("UPDATE data_key SET active = false"));
        PersonalDataCipher newer = another();
        byte[] encrypted = newer.encrypt(PERSON_NIK, 1, NIK);

        assertThat(keyCount()).isEqualTo(2);
        assertThat(fixture.cipher.decrypt(PERSON_NIK, 1, encrypted)).isEqualTo(NIK);
        assertThat(newer.decrypt(PERSON_NIK, 2, fixture.cipher.encrypt(PERSON_NIK, 2, NIK)))
                .isEqualTo(NIK);
    }

    @Test
    void aStartWithAnotherWrappingKeyIsRefusedNamingBoth() {
        assertThatThrownBy(() -> PersonalDataCipher.open(
                        fixture.web,
                        fixture.keys.wrappingKey(DataKeys.OTHER_WRAPPING),
                        fixture.keys.macKey(DataKeys.BLIND_INDEX),
                        fixture.random))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(DataKeys.WRAPPING)
                .hasMessageContaining(DataKeys.OTHER_WRAPPING);
    }

    @Test
    void theSameNumberHasTheSameBlindIndexAndOnlyWithinItsKind() {
        byte[] index = fixture.cipher.blindIndex(PersonalField.NIK, NIK);

        assertThat(index).hasSize(32).isEqualTo(another().blindIndex(PersonalField.NIK, NIK));
        assertThat(fixture.cipher.blindIndex(PersonalField.PHONE, NIK)).isNotEqualTo(index);
        assertThat(fixture.cipher.blindIndex(PersonalField.NIK, "3174010101850002"))
                .isNotEqualTo(index);
        assertThat(index)
                .isEqualTo(fixture.keys
                        .macKey(DataKeys.BLIND_INDEX)
                        .mac(("nik\0" + NIK).getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void theTokenIsNotAskedInsideATransaction() {
        assertThatThrownBy(
                        () -> fixture.web.useTransaction(handle -> fixture.cipher.blindIndex(PersonalField.NIK, NIK)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("inside a database transaction");
    }

    @Test
    void withTheTokenAwayPeopleCanStillBeReadButNotRegistered() {
        Person before = fixture.person();
        fixture.keys.takeAway();

        assertThat(fixture.people.find(before.id())).contains(before);
        PeopleFixture.assertRefused(
                Problem.TOKEN_AWAY, () -> fixture.people.create(PeopleFixture.OFFICE, fixture.draft()));
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
