package id.segel.api.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import id.segel.hsm.TokenStore;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What is made of a token directory, by a stand-in for it. */
class StoreCheckTest {
    private static final long MIB = 1L << 20;

    private static TokenStore store(String owner, String rights, long free, OptionalLong holder, String... destroyed) {
        return new TokenStore(Path.of("/var/tokens"), owner, rights, free, List.of(destroyed), holder);
    }

    private static TokenStore free(long bytes) {
        return store("segel", "rwx------", bytes, OptionalLong.empty());
    }

    private record Looked(boolean mayLogIn, List<Finding> findings) {
        Level of(Topic topic) {
            return findings.stream()
                    .filter(finding -> finding.id() == topic)
                    .findFirst()
                    .orElseThrow()
                    .level();
        }
    }

    private static Looked look(TokenStore store) {
        Findings findings = new Findings();
        boolean mayLogIn = new StoreCheck(() -> store, "segel", 42).look(findings);
        return new Looked(mayLogIn, findings.all());
    }

    static void assertNoLoginBelowTheLimit() {
        Looked full = look(free(16 * MIB - 1));
        assertThat(full.mayLogIn()).isFalse();
        assertThat(full.of(Topic.STORE_SPACE)).isEqualTo(Level.ERROR);
    }

    @Test
    void belowSixteenMebibytesNoLoginIsTriedAndBelowAGibibyteIsWarned() {
        assertNoLoginBelowTheLimit();
        assertThat(look(free(16 * MIB)).mayLogIn()).isTrue();
        assertThat(look(free(16 * MIB)).of(Topic.STORE_SPACE)).isEqualTo(Level.WARNING);
        assertThat(look(free(1024 * MIB - 1)).of(Topic.STORE_SPACE)).isEqualTo(Level.WARNING);
        assertThat(look(free(1024 * MIB)).of(Topic.STORE_SPACE)).isEqualTo(Level.OK);
    }

    @Test
    void rightsForOthersAreAnError() {
        assertThat(look(store("segel", "rwxr-x---", 2048 * MIB, OptionalLong.empty()))
                        .of(Topic.STORE_RIGHTS))
                .isEqualTo(Level.ERROR);
        assertThat(look(free(2048 * MIB)).of(Topic.STORE_RIGHTS)).isEqualTo(Level.OK);
    }

    @Test
    void anotherUsersDirectoryIsNotOpened() {
        Looked looked = look(store("somebody", "rwx------", 2048 * MIB, OptionalLong.empty()));
        assertThat(looked.mayLogIn()).isFalse();
        assertThat(looked.of(Topic.STORE_OWNER)).isEqualTo(Level.ERROR);
    }

    @Test
    void whoHoldsItIsNamedAndThisProcessMayLogIn() {
        Looked others = look(store("segel", "rwx------", 2048 * MIB, OptionalLong.of(1)));
        assertThat(others.mayLogIn()).isFalse();
        assertThat(others.findings()).anySatisfy(finding -> {
            assertThat(finding.id()).isEqualTo(Topic.STORE_LOCK);
            assertThat(finding.level()).isEqualTo(Level.ERROR);
            assertThat(finding.message()).contains("process 1");
        });
        assertThat(look(store("segel", "rwx------", 2048 * MIB, OptionalLong.of(42)))
                        .mayLogIn())
                .isTrue();
    }

    @Test
    void aDestroyedTokenIsAnError() {
        assertThat(look(store("segel", "rwx------", 2048 * MIB, OptionalLong.empty(), "rusak"))
                        .of(Topic.STORE_TOKENS))
                .isEqualTo(Level.ERROR);
    }
}
