package id.segel.local;

import java.time.Duration;

/** Waiting between two looks at something that tells nobody when it changes. */
final class Pause {
    private Pause() {}

    /** @throws LocalServiceException when the thread is interrupted; it stays so */
    static void of(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LocalServiceException("Interrupted while waiting for PostgreSQL.", e);
        }
    }
}
