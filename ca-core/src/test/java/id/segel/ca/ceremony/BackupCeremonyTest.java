package id.segel.ca.ceremony;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import id.segel.ca.authority.KeyBackups;
import id.segel.ca.custody.PinShare;
import id.segel.ca.custody.PinShares;
import id.segel.ca.custody.ScriptedDesk;
import id.segel.hsm.KeySpec;
import id.segel.hsm.NewKey;
import id.segel.hsm.SignatureScheme;
import id.segel.hsm.Token;
import id.segel.hsm.TokenPurpose;
import id.segel.softhsm.TestToken;
import id.segel.softhsm.TestTokens;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The life of a hierarchy whose backups matter, from its first key on: each test goes on where the one before ended. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class BackupCeremonyTest {
    private static final String ROOT = """
            title: The root
            operators: [Ani]
            dataKeys: {wrapping: bc-wrapping, blindIndex: bc-index}
            authorities:
              - name: bc-root
                token: root
                key: {label: bc-root-key, spec: EC_P384}
                subject:
                  - C: ID
                  - CN: Backup Root
                profile: root-ca
            """;

    private static final String ISSUING = """
            title: The issuing CA
            operators: [Ani]
            %s
            authorities:
              - name: bc-issuing
                issuer: bc-root
                key: {label: bc-issuing-key, spec: RSA_2048}
                subject:
                  - C: ID
                  - CN: Backup Issuing
                profile: issuing-ca
            %s
            """;

    private Room room;
    private Path conf = Path.of("");
    private Path pinFile = Path.of("");
    private Path directory;

    @BeforeAll
    void make(@TempDir Path directory) {
        this.directory = directory;
        room = new Room(directory);
    }

    @AfterAll
    void close() {
        room.close();
    }

    private String verify(Path configuration, TestToken token, Path pin, String keys) {
        return """
                title: Verify %s %s
                operators: [Ani]
                verifyBackup:
                  token: {module: %s, label: %s, softhsm2Conf: %s, pinFile: %s}
                  keys: [%s]
                """.formatted(keys, System.nanoTime(), token.module(), token.label(), configuration, pin, keys);
    }

    private KeyBackups.State state(String name) {
        return room.backups().stream()
                .filter(standing -> standing.name().equals(name))
                .findFirst()
                .orElseThrow()
                .state();
    }

    @Test
    @Order(1)
    void keysWithoutADeclarationAreStillToBeBackedUpAndTheTranscriptSaysSo() {
        String transcript = room.carryOut(ROOT);
        assertThat(transcript)
                .contains(
                        "WARNING: no verified backup of the key bc-root-key of authority bc-root; it issues nothing until then")
                .contains("WARNING: no verified backup of the wrapping key bc-wrapping")
                .contains("WARNING: no verified backup of the blind-index key bc-index");
        assertThat(room.backups()).extracting(KeyBackups.Standing::state).containsOnly(KeyBackups.State.MISSING);
    }

    @Test
    @Order(2)
    void anAuthorityWithoutVerifiedBackupCertifiesNobody() {
        assertThatThrownBy(() -> room.carryOut(ISSUING.formatted("", "")))
                .hasMessageContaining("the certificate of authority bc-issuing cannot be issued: the key of authority"
                        + " bc-root has no verified backup")
                .hasMessageContaining("Nothing was made");
        assertThat(room.count("SELECT count(*) FROM certificate")).isEqualTo(1);
    }

    @Test
    @Order(3)
    void aCopyThatIsNotThereOrHasAnotherPinVerifiesNothing() {
        conf = room.copy("restored");
        TestToken root = room.taken(TokenPurpose.ROOT);
        pinFile = room.pinFile("pin", new String(root.userPin()));
        Path wrong = room.pinFile("wrong-pin", "99999999");
        assertThatThrownBy(() -> room.carryOut(verify(conf, root, wrong, "bc-root")))
                .hasMessageContaining("cannot be asked")
                .hasMessageContaining("PIN");
        Path own = Path.of(System.getenv("SOFTHSM2_CONF")).toAbsolutePath();
        assertThatThrownBy(() -> room.carryOut(verify(own, root, pinFile, "bc-root")))
                .hasMessageContaining("is in use by process");
        assertThatThrownBy(() -> room.carryOut(verify(conf, room.taken(TokenPurpose.CA), pinFile, "bc-root")))
                .hasMessageContaining("the copy of key bc-root-key (bc-root) does not do");
        assertThatThrownBy(() -> room.carryOut(verify(conf, root, directory.resolve("none"), "bc-root, nobody")))
                .hasMessageContaining("the PIN file")
                .hasMessageContaining("0 keys are known as nobody");
        assertThat(state("bc-root")).isEqualTo(KeyBackups.State.MISSING);
    }

    @Test
    @Order(4)
    void aRestoredCopyIsVerifiedInAProcessOfItsOwnAndThenTheAuthorityMayCertify() {
        TestToken root = room.taken(TokenPurpose.ROOT);
        String transcript = room.carryOut(verify(conf, root, pinFile, "bc-root"));
        assertThat(transcript)
                .containsPattern("Copy: token \"" + root.label() + "\", serial number [0-9a-f]+, model SoftHSM v2")
                .containsPattern(
                        "Backup of key bc-root-key \\(bc-root\\) verified: its copy signed the challenge [0-9a-f]{64}; sensitive, not extractable, local")
                .doesNotContain("WARNING: no verified backup of the key bc-root-key")
                .contains("WARNING: no verified backup of the wrapping key bc-wrapping")
                .contains("Signature: by key bc-root-key");
        assertThat(state("bc-root")).isEqualTo(KeyBackups.State.VERIFIED);
        assertThat(room.carryOut(ISSUING.formatted(
                        "backups:\n  - {keys: [bc-issuing-key], backup: none, reason: Replaced within a day if lost}",
                        "")))
                .contains("NO BACKUP of the key of bc-issuing: Replaced within a day if lost")
                .contains(
                        "WARNING: no backup of the key bc-issuing-key of authority bc-issuing, declared so: Replaced within a day");
        assertThat(state("bc-issuing")).isEqualTo(KeyBackups.State.NONE);
    }

    @Test
    @Order(5)
    void theWrappingKeyUnwrapsAndTheMacKeyGivesTheSameMac() {
        String transcript =
                room.carryOut(verify(conf, room.taken(TokenPurpose.DATA), pinFile, "bc-wrapping, bc-index"));
        assertThat(transcript)
                .contains(
                        "Backup of key bc-wrapping (bc-wrapping) verified: its copy unwrapped what the original wrapped")
                .contains("Backup of key bc-index (bc-index) verified: its copy gives the original's MAC");
        assertThat(state("bc-wrapping")).isEqualTo(KeyBackups.State.VERIFIED);
        assertThat(state("bc-index")).isEqualTo(KeyBackups.State.VERIFIED);
    }

    @Test
    @Order(6)
    void keysOfTheSameLabelThatAreOthersAreSeen() throws Exception {
        TestToken other = TestTokens.take();
        try (Token token = Room.open(TokenPurpose.CA, other)) {
            NewKey key = token.generateKeyPair("bc-root-key", KeySpec.EC_P384);
            token.storeCertificate("bc-root-key", selfSigned(key));
            token.generateWrappingKey("bc-wrapping");
            token.generateMacKey("bc-index");
        }
        Path impostor = room.copy("impostor");
        assertThatThrownBy(() -> room.carryOut(verify(impostor, other, pinFile, "bc-root")))
                .hasMessageContaining("its signature does not verify with the public key of bc-root");
        assertThatThrownBy(() -> room.carryOut(verify(impostor, other, pinFile, "bc-wrapping")))
                .hasMessageContaining("the copy of key bc-wrapping (bc-wrapping) does not do");
        assertThatThrownBy(() -> room.carryOut(verify(impostor, other, pinFile, "bc-index")))
                .hasMessageContaining("it gives another MAC than the original");
        // What was verified before stays so, and the refusals stand in the log.
        assertThat(state("bc-root")).isEqualTo(KeyBackups.State.VERIFIED);
        assertThat(room.count("SELECT count(*) FROM audit_event WHERE action = 'key.backup-refused'"))
                .isGreaterThanOrEqualTo(3);
    }

    @Test
    @Order(7)
    void custodiansTypeThePinOfTheCopy() {
        TestToken root = room.taken(TokenPurpose.ROOT);
        List<PinShare> shares = PinShares.split(root.userPin(), 3, 2, new SecureRandom());
        ScriptedDesk desk = new ScriptedDesk(
                "Ani", shares.get(1).text(), "Budi", shares.get(2).text());
        String file = verify(conf, root, pinFile, "bc-root").replaceAll("pinFile: [^}]+", "pin: shares");
        String transcript = room.carryOut(file, desk);
        assertThat(transcript)
                .contains("PIN of token \"" + root.label() + "\" put together from shares of set "
                        + shares.get(0).setName() + " by 2 custodians: Ani, Budi")
                .contains("Backup of key bc-root-key (bc-root) verified")
                .doesNotContain(shares.get(1).text());
        assertThatThrownBy(() -> room.carryOut(file + "# again\n")).hasMessageContaining("there is none");
    }

    @Test
    @Order(8)
    void aDryRunSaysWhatWouldBeAskedAndAsksNothing() {
        String lines =
                room.ceremony(null).dryRun(verify(conf, room.taken(TokenPurpose.ROOT), pinFile, "bc-root-key"), false);
        assertThat(lines)
                .contains("Authority bc-root: its copy signs a challenge, checked with its public key")
                .contains("opened by a process of its own, with the PIN of " + pinFile);
    }

    @Test
    @Order(9)
    void faultsOfTheFileAreToldTogether() {
        assertThatThrownBy(() -> CeremonyFile.parse("""
                        title: x
                        operators: [Ani]
                        backups:
                          - {keys: [a, a], backup: none}
                          - {keys: [b], backup: verify, reason: x}
                          - {keys: [], backup: none, reason: x}
                        verifyBackup:
                          token: {module: libsofthsm2.so, label: x, pinFile: /p, pin: shares}
                          keys: []
                        """))
                .hasMessageContaining("say why with reason")
                .hasMessageContaining("a stands twice")
                .hasMessageContaining("leave reason out")
                .hasMessageContaining("each entry needs keys and backup")
                .hasMessageContaining("name the keys the copy holds")
                .hasMessageContaining("no absolute path")
                .hasMessageContaining("either pinFile or pin: shares");
        assertThatThrownBy(() -> room.carryOut("""
                        title: x
                        operators: [Ani]
                        backups:
                          - {keys: [nobody], backup: none, reason: x}
                          - {keys: [bc-root], backup: verify}
                        """))
                .hasMessageContaining("0 keys are known as nobody")
                .hasMessageContaining("the key of bc-root is there; verify a restored copy of it");
    }

    private static byte[] selfSigned(NewKey key) throws Exception {
        SignatureScheme scheme = SignatureScheme.standardFor(key.publicKey());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        X500Name name = new X500Name("CN=Impostor");
        return new JcaX509v3CertificateBuilder(
                        name,
                        BigInteger.TEN,
                        Date.from(Instant.now()),
                        Date.from(Instant.now().plusSeconds(1_000)),
                        name,
                        key.publicKey())
                .build(new ContentSigner() {
                    @Override
                    public AlgorithmIdentifier getAlgorithmIdentifier() {
                        return id.segel.ca.authority.SignatureAlgorithms.identifier(scheme);
                    }

                    @Override
                    public OutputStream getOutputStream() {
                        return bytes;
                    }

                    @Override
                    public byte[] getSignature() {
                        return key.signer().sign(scheme, bytes.toByteArray(), () -> {});
                    }
                })
                .getEncoded();
    }
}
