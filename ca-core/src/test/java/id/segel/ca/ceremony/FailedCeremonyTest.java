package id.segel.ca.ceremony;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import id.segel.ca.authority.Authority;
import id.segel.hsm.KeyInfo;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ceremonies that fail half-way, in the database's every refusal, and the same file run again. */
class FailedCeremonyTest {
    @TempDir
    Path directory;

    private CeremonyFixture fixture;

    @BeforeEach
    void open() {
        fixture = new CeremonyFixture(directory);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    /** The database refuses from now on what the condition says. */
    private void refuse(String table, String event, String condition) {
        fixture.superuser.useHandle(handle -> handle.execute("""
            CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the disk is full (test)'; END $$;
            CREATE TRIGGER fail BEFORE %s ON %s FOR EACH ROW WHEN (%s) EXECUTE FUNCTION fail();
            """.formatted(event, table, condition)));
    }

    private void mend(String table) {
        fixture.superuser.useHandle(
                handle -> handle.execute("DROP TRIGGER fail ON " + table + "; DROP FUNCTION fail();"));
    }

    private void failsThenSucceeds(String table, String destroyed) throws Exception {
        assertThatThrownBy(() -> fixture.ceremony().run(CeremonyFixture.HIERARCHY))
                .hasMessageContaining("ceremony 1 failed")
                .hasMessageContaining("the disk is full (test)")
                .hasMessageContaining("run the same file again");
        String transcript = fixture.text("SELECT transcript FROM ceremony WHERE id = 1");
        assertThat(transcript)
                .contains("FAILED: ", "the disk is full (test)", "Outcome: FAILED")
                .endsWith("Failed.\n");
        assertThat(Files.readString(fixture.lastFolder().resolve("transcript.txt")))
                .isEqualTo(transcript);
        if (destroyed.isEmpty()) {
            assertThat(transcript).contains("is kept: its certificate exists");
        } else {
            assertThat(transcript)
                    .contains("Key " + destroyed + " (CKA_ID ")
                    .contains("was destroyed: its certificate did not come into being");
            assertThat(fixture.ca.hasKey(destroyed) || fixture.root.hasKey(destroyed))
                    .isFalse();
        }
        assertThat(fixture.count("SELECT count(*) FROM certificate WHERE state = 'INTENT'"))
                .isZero();
        mend(table);
        String again = fixture.ceremony().run(CeremonyFixture.HIERARCHY);
        assertThat(again).contains("Outcome: DONE");
        assertThat(fixture.authorities().byName("issuing-g1").orElseThrow().state())
                .isEqualTo(Authority.State.ACTIVE);
        assertThat(fixture.ca.keys())
                .extracting(KeyInfo::label)
                .containsExactlyInAnyOrder(
                        "issuing-g1", "ocsp-1", "enrolment-1", "audit-1", "wrapping-1", "blind-index-1");
        assertThat(fixture.ca.keys()).allMatch(KeyInfo::usable);
        assertThat(fixture.root.keys()).hasSize(1).allMatch(KeyInfo::usable);
        assertThat(fixture.count("SELECT count(*) FROM ceremony_key WHERE state NOT IN ('DONE', 'DESTROYED')"))
                .isZero();
        assertThat(fixture.judgeTranscript(fixture.lastFolder(), "sha256").exit() == 0
                        || fixture.judgeTranscript(fixture.lastFolder(), "sha384")
                                        .exit()
                                == 0
                        || again.contains("Signature: none"))
                .isTrue();
    }

    @Test
    void whenTheRootsIntentIsRefusedItsKeyIsDestroyedAndItsNameIsFree() throws Exception {
        refuse("certificate", "INSERT", "NEW.kind = 'CA'");
        failsThenSucceeds("certificate", "root-g1");
        assertThat(fixture.count("SELECT count(*) FROM authority WHERE name = 'root-g1' AND state = 'ABANDONED'"))
                .isOne();
        assertThat(fixture.count("SELECT count(*) FROM audit_event WHERE action = 'ceremony.key-destroyed'"))
                .isOne();
    }

    @Test
    void whenASignedCertificateCannotBeRecordedItIsRevokedAsAnOrphan() throws Exception {
        refuse("certificate", "UPDATE", "NEW.state = 'ISSUED' AND NEW.kind = 'OCSP'");
        failsThenSucceeds("certificate", "ocsp-1");
        assertThat(fixture.count("SELECT count(*) FROM certificate WHERE state = 'ORPHANED' AND kind = 'OCSP'"))
                .isOne();
    }

    @Test
    void whatWasDoneBeforeTheFailureIsNotRepeated() throws Exception {
        refuse("product", "INSERT", "true");
        assertThatThrownBy(() -> fixture.ceremony().run(CeremonyFixture.HIERARCHY))
                .hasMessageContaining("ceremony 1 failed");
        byte[] root = fixture.certificate("root-g1");
        assertThat(fixture.judgeTranscript(fixture.lastFolder(), "sha256").output())
                .as("the transcript of a failure is signed too, by the root it made")
                .contains("Verified OK");
        mend("product");
        String again = fixture.ceremony().run(CeremonyFixture.HIERARCHY);
        assertThat(again)
                .contains("Step 4: authority root-g1: done by an earlier run of this file", "Product individu")
                .doesNotContain("CKA_LABEL=\"root-g1\"");
        assertThat(fixture.certificate("root-g1")).isEqualTo(root);
        assertThat(fixture.count("SELECT count(*) FROM product")).isOne();
    }

    @Test
    void aCertificateThatExistsIsPutInItsPlaceByTheNextRun() throws Exception {
        refuse("authority", "UPDATE", "NEW.state = 'ACTIVE' AND NEW.name = 'issuing-g1'");
        failsThenSucceeds("authority", "");
        assertThat(fixture.count("SELECT count(*) FROM certificate c JOIN authority a ON a.spki_sha256 = c.spki_sha256"
                        + " WHERE a.name = 'issuing-g1'"))
                .as("one certificate, not two")
                .isOne();
    }

    @Test
    void aSecretKeyThatWasMadeIsNotMadeAgain() {
        refuse("ceremony_key", "INSERT", "NEW.key_label = 'blind-index-1'");
        assertThatThrownBy(() -> fixture.ceremony().run(CeremonyFixture.HIERARCHY))
                .hasMessageContaining("ceremony 1 failed");
        assertThat(fixture.ca.keys()).extracting(KeyInfo::label).containsExactly("wrapping-1");
        String id = fixture.ca.keys().get(0).id();
        mend("ceremony_key");
        fixture.ceremony().run(CeremonyFixture.HIERARCHY);
        assertThat(fixture.ca.keys())
                .filteredOn(key -> key.label().equals("wrapping-1"))
                .extracting(KeyInfo::id)
                .containsExactly(id);
    }
}
