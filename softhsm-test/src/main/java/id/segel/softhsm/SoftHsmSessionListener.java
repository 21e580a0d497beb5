package id.segel.softhsm;

import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Makes the tokens before any test can touch PKCS#11 (SoftHSM2 sees no token another process made after its first call)
 * and stops the databases when the tests are over. Registered through {@code META-INF/services}.
 */
public final class SoftHsmSessionListener implements LauncherSessionListener {
    @Override
    public void launcherSessionOpened(LauncherSession session) {
        TokenPool.ofThisJvm();
    }

    @Override
    public void launcherSessionClosed(LauncherSession session) {
        TestCluster.closeAll();
    }
}
