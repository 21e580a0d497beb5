package id.segel.ca.notice;

import java.time.Instant;

/**
 * A mail to one person, plain text.
 *
 * @param id names it in files: the notice's id and kind
 * @param messageId the same for every attempt, so that a repetition can be told
 * @param fromName the service's name
 * @param language of the text, {@code id} or {@code en}
 */
record Mail(
        String id,
        String messageId,
        String from,
        String fromName,
        String to,
        String subject,
        String body,
        String language,
        Instant date) {
    @Override
    public String toString() {
        return "Mail[" + id + "]";
    }
}
