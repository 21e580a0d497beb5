package id.segel.softhsm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class ChildJvmTest {
    /** Prints what it was given, then does as told. */
    static final class ObedientMain {
        private ObedientMain() {}

        public static void main(String[] arguments) throws Exception {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("hook ran")));
            System.out.println("variable " + System.getenv("TEST_VARIABLE"));
            System.out.println("property " + System.getProperty("test.property"));
            System.out.println("tokens " + System.getenv("SOFTHSM2_CONF"));
            System.err.println("argument " + arguments[0]);
            if (arguments[0].equals("exit")) {
                System.exit(3);
            }
            TimeUnit.MINUTES.sleep(2);
        }
    }

    private static ChildJvm.Starter child(String argument) {
        return ChildJvm.of(ObedientMain.class)
                .environment("TEST_VARIABLE", "v")
                .systemProperty("test.property", "p")
                .arguments(argument);
    }

    @Test
    void aChildGetsWhatItIsGivenAndItsExitCodeIsTold() {
        try (ChildJvm child = child("exit").start()) {
            assertThat(child.awaitExit(Duration.ofSeconds(20))).isEqualTo(3);
            assertThat(child.output()).contains("variable v", "property p", "tokens null", "argument exit", "hook ran");
        }
    }

    @Test
    void aKilledChildRunsNoShutdownHook() {
        try (ChildJvm child = child("stay").start()) {
            child.awaitLine(line -> line.equals("argument stay"), Duration.ofSeconds(20));

            child.kill();

            assertThat(child.isAlive()).isFalse();
            assertThat(child.awaitExit(Duration.ofSeconds(1))).isEqualTo(137);
            assertThat(child.output()).doesNotContain("hook ran");
        }
    }

    @Test
    void aTerminatedChildRunsItsShutdownHook() {
        try (ChildJvm child = child("stay").start()) {
            child.awaitLine(line -> line.equals("argument stay"), Duration.ofSeconds(20));

            child.terminate();

            child.awaitLine(line -> line.equals("hook ran"), Duration.ofSeconds(20));
        }
    }

    @Test
    void aLineThatDoesNotComeFailsWithTheOutput() {
        try (ChildJvm child = child("stay").start()) {
            child.awaitLine(line -> line.equals("argument stay"), Duration.ofSeconds(20));

            assertThatThrownBy(() -> child.awaitLine(line -> line.equals("never"), Duration.ofMillis(100)))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("argument stay");
        }
    }

    @Test
    void aChildDoesNotOutliveItsLimit() {
        try (ChildJvm child = child("stay").lifetime(Duration.ofMillis(500)).start()) {
            Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> !child.isAlive());
        }
    }
}
