package id.segel.lock;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;

/** Looks at the application's state until the certificate is there, it never will be, or the time is up. */
final class IssueWatch {

    private static final Set<String> ISSUED = Set.of("ISSUED", "COMPLETED");
    private static final Set<String> ENDED = Set.of("REJECTED", "WITHDRAWN", "EXPIRED");
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private final AmsClient client;
    private final Surroundings surroundings;
    private final Terminal terminal;

    IssueWatch(AmsClient client, Surroundings surroundings, Terminal terminal) {
        this.client = client;
        this.surroundings = surroundings;
        this.terminal = terminal;
    }

    /**
     * @param patience zero to look once
     * @return true when the certificate can be downloaded; false when the reason why not was told
     */
    boolean waitUntilIssued(String applicationNumber, Duration patience) throws LockException {
        Instant end = surroundings.clock().instant().plus(patience);
        Duration pause = FIRST_PAUSE;
        String told = "";
        while (true) {
            AmsClient.Answer answer = client.getState();
            boolean busy = answer.status() == 429 || answer.status() == 503;
            if (!answer.succeeded() && !busy) {
                Answers.refusal(answer, terminal);
                return false;
            }
            String text = "";
            if (!busy) {
                Json json = Answers.json(client, answer);
                String state;
                try {
                    state = json.text("state", 40).toUpperCase(Locale.ROOT);
                    String stateText = json.optionalText("stateText", 200);
                    text = Terminal.safe(stateText == null || stateText.isBlank() ? state : stateText);
                } catch (Json.Fault e) {
                    throw Answers.notUnderstood(client, answer, e.field());
                }
                if (!text.equals(told)) {
                    terminal.say(Message.STATE, applicationNumber, text);
                    told = text;
                }
                if (ISSUED.contains(state)) {
                    return true;
                }
                if (ENDED.contains(state)) {
                    throw new LockException(Message.NEVER_ISSUED, text);
                }
            }
            Duration left = Duration.between(surroundings.clock().instant(), end);
            if (left.isZero() || left.isNegative()) {
                if (busy) {
                    Answers.refusal(answer, terminal);
                    return false;
                }
                throw new LockException(Message.NOT_ISSUED, text);
            }
            long wanted = Math.max(pause.toMillis(), Answers.retryAfter(answer).orElse(0) * 1000);
            sleep(Duration.ofMillis(Math.min(wanted, left.toMillis())));
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
        }
    }

    private void sleep(Duration duration) throws LockException {
        try {
            surroundings.pause().sleep(duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LockException(Message.INTERRUPTED);
        }
    }
}
