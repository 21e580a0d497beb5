package id.segel.api.job;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import id.segel.ca.store.Database;
import io.dropwizard.lifecycle.Managed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Jobs that run on one node at a time, however many there are (db-scheduler, table {@code scheduled_tasks}). */
public final class ClusterJobs implements Managed {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterJobs.class);
    private static final int THREADS = 3;

    private final Scheduler scheduler;

    /**
     * One job.
     *
     * @param name in the table
     * @param pause between the end of one run and the next
     */
    public record Job(String name, Duration pause, Runnable work) {}

    public ClusterJobs(Database database, List<Job> jobs) {
        List<RecurringTask<?>> tasks = new ArrayList<>();
        for (Job job : jobs) {
            tasks.add(
                    Tasks.recurring(job.name(), FixedDelay.ofMillis(job.pause().toMillis()))
                            .execute((instance, context) -> run(job)));
        }
        this.scheduler = Scheduler.create(database.dataSource())
                .startTasks(tasks)
                .threads(THREADS)
                .pollingInterval(Duration.ofSeconds(1))
                .heartbeatInterval(Duration.ofSeconds(10))
                .shutdownMaxWait(Duration.ofSeconds(10))
                .build();
    }

    private static void run(Job job) {
        try {
            job.work().run();
        } catch (RuntimeException e) {
            LOG.warn("the job {} failed and is tried again: {}", job.name(), e.toString());
            throw e;
        }
    }

    @Override
    public void start() {
        scheduler.start();
    }

    @Override
    public void stop() {
        scheduler.stop();
    }
}
