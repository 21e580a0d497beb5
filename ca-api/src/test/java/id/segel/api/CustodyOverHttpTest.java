package id.segel.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import id.segel.api.command.ScriptedTable;
import id.segel.api.config.TokenSettings;
import id.segel.api.server.CeremonyRoom;
import id.segel.api.server.CrlDesk;
import id.segel.ca.ceremony.CeremonyFolder;
import id.segel.ca.custody.PinShare;
import id.segel.ca.custody.PinShares;
import id.segel.ca.store.Secret;
import id.segel.hsm.TokenPurpose;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.awaitility.Awaitility;
import org.bouncycastle.asn1.x509.CertificateList;
import org.junit.jupiter.api.Test;

/** Custody as the running service shows it: missing backups, and the root's CRL of a ceremony with custodians. */
class CustodyOverHttpTest {
    private final RunningService service = RunningService.shared();

    private byte[] crl() {
        Answer answer = service.anybody().get("/pki/root-uji-g1.crl");
        assertThat(answer.status()).isEqualTo(200);
        return answer.body();
    }

    private static Instant nextUpdate(byte[] crl) {
        return CertificateList.getInstance(crl).getNextUpdate().getDate().toInstant();
    }

    @Test
    void healthAndMetricsRepeatThatThereIsNoBackup() {
        service.awaitReady();
        Awaitility.await().atMost(Duration.ofSeconds(40)).untilAsserted(() -> {
            Answer health = service.admin().get("/healthcheck");
            assertThat(health.status()).isEqualTo(200);
            assertThat(health.text())
                    .contains("WARNING: no backup of the key root-uji-g1 of authority root-uji-g1, declared so")
                    .contains("no backup of the wrapping key wrapping-1")
                    .contains("no backup of the blind-index key blind-index-1");
        });
        assertThat(service.admin().get("/metrics").text()).contains("segel_keys_without_verified_backup 4.0");
    }

    @Test
    void custodiansOpenTheTokenForTheRootsCrlAndTheServiceServesItAndLeavesItAlone() {
        service.awaitReady();
        TokenSettings ca =
                Objects.requireNonNull(service.configuration().tokens().ca());
        char[] pin =
                Secret.fromFile(Objects.requireNonNull(ca.pinFile())).reveal().toCharArray();
        List<PinShare> shares = PinShares.split(pin, 3, 2, new SecureRandom());
        List<String> transcript = new ArrayList<>();
        CeremonyRoom.carryOut(
                service.configuration(),
                new CeremonyRoom.Order(
                        """
                        title: CRL of the root
                        operators: [Ani, Budi]
                        rootCrl: {authority: root-uji-g1, months: 6}
                        """,
                        CeremonyFolder.NONE,
                        false,
                        false,
                        new ScriptedTable(
                                "Ani",
                                shares.get(0).text(),
                                "Budi",
                                shares.get(2).text()),
                        Set.of(TokenPurpose.CA)),
                transcript::add);
        assertThat(transcript)
                .anySatisfy(line -> assertThat(line)
                        .isEqualTo("PIN of token \"" + ca.label() + "\" put together from shares of set "
                                + shares.get(0).setName() + " by 2 custodians: Ani, Budi"))
                .anySatisfy(line -> assertThat(line).startsWith("WARNING: no backup of the key root-uji-g1"))
                .noneSatisfy(line -> assertThat(line).contains(shares.get(0).text()));
        byte[] served = crl();
        assertThat(nextUpdate(served)).isAfter(Instant.now().plus(150, ChronoUnit.DAYS));
        service.jdbi()
                .useHandle(handle -> handle.execute(
                        "UPDATE crl SET this_update = this_update - interval '1 day' WHERE origin = 'CEREMONY'"));
        Awaitility.await()
                .during(Duration.ofSeconds(2))
                .atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(crl()).isEqualTo(served));
        assertThatThrownBy(() -> CrlDesk.take(service.configuration(), "root-uji-g1", served))
                .hasMessageContaining("the CRL is not taken in")
                .hasMessageContaining("the highest given here");
    }

    @Test
    void aCeremonyWithoutATerminalSaysThatCustodiansNeedOne() {
        assertThatThrownBy(() -> CeremonyRoom.carryOut(
                        service.configuration(),
                        new CeremonyRoom.Order(
                                "title: x\noperators: [Ani]\n",
                                CeremonyFolder.NONE,
                                true,
                                false,
                                null,
                                Set.of(TokenPurpose.CA)),
                        line -> {}))
                .hasMessageContaining("custodians, who type at a terminal");
    }
}
