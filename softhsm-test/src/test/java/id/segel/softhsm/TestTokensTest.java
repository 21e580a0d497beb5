package id.segel.softhsm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestTokensTest {
    @TempDir
    private Path directory;

    @Test
    void everyTakerGetsATokenOfItsOwnThatSigns() throws Exception {
        TestToken first = TestTokens.take();
        TestToken second = TestTokens.take();

        assertThat(first.label()).isNotEqualTo(second.label());
        assertThat(first.module()).isRegularFile();
        for (TestToken token : List.of(first, second)) {
            try (Pkcs11Signer signer = Pkcs11Signer.open(token.module(), token.label(), token.userPin())) {
                assertThat(signer.verify(signer.sign())).isTrue();
            }
        }
        assertThat(first.toString()).doesNotContain(new String(first.userPin()));
    }

    @Test
    void aChildSeesTheTokensOfItsOwnDirectoryAndNotOurs() {
        TestTokens.Directory tokens = TestTokens.directory(directory.resolve("softhsm"), "one", "two");
        TestToken one = tokens.tokens().get(0);

        try (ChildJvm child = ChildJvm.of(SigningMain.class)
                .environment(tokens.environment())
                .environment("TEST_PIN", new String(one.userPin()))
                .arguments(one.module().toString(), one.label(), "once")
                .start()) {
            assertThat(child.awaitExit(Duration.ofSeconds(30))).isZero();
            assertThat(child.output()).contains("signed 1");
        }
        try (ChildJvm child = ChildJvm.of(SigningMain.class)
                .environment(tokens.environment())
                .environment("TEST_PIN", new String(one.userPin()))
                .arguments(one.module().toString(), TestTokens.take().label(), "once")
                .start()) {
            assertThat(child.awaitExit(Duration.ofSeconds(30))).isEqualTo(1);
            assertThat(child.output()).anyMatch(line -> line.contains("no token"));
        }
    }
}
