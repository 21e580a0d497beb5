package id.segel.api;

import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestPlan;

/** Stops the shared service after the last test, before its database goes. Registered through {@code META-INF/services}. */
public final class ServiceEnd implements TestExecutionListener {
    @Override
    public void testPlanExecutionFinished(TestPlan plan) {
        RunningService.closeShared();
    }
}
