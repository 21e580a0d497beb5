package id.segel.ca.notice;

import java.net.URI;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * How people are told.
 *
 * @param serviceName what people know the service as
 * @param portal the configured public address, http or https
 * @param from address the mails come from
 * @param firstRetry wait after the first attempt; doubles with each, and is longer than any one attempt takes
 * @param longestRetry the longest wait between attempts
 * @param mostAttempts after so many a notice has failed
 * @param mostPerRun how many one run sends
 */
public record NoticeSettings(
        String serviceName,
        URI portal,
        String from,
        Duration firstRetry,
        Duration longestRetry,
        int mostAttempts,
        int mostPerRun) {
    public static final String DEFAULT_SERVICE_NAME = "Aplikasi Manajemen Sertifikat (AMS)";

    private static final Pattern ADDRESS = Pattern.compile("[A-Za-z0-9._+-]+@([A-Za-z0-9-]+(?:\\.[A-Za-z0-9-]+)*)");

    public NoticeSettings {
        if (serviceName.isBlank() || serviceName.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("the service name is empty or holds a control character; give one line");
        }
        if (!("http".equals(portal.getScheme()) || "https".equals(portal.getScheme())) || portal.getHost() == null) {
            throw new IllegalArgumentException("the public address \"" + portal
                    + "\" is no http or https address; give the portal's full address");
        }
        if (!ADDRESS.matcher(from).matches()) {
            throw new IllegalArgumentException(
                    "the sender \"" + from + "\" is no e-mail address; give one like ams@agency.go.id");
        }
        if (firstRetry.compareTo(Duration.ofSeconds(1)) < 0
                || longestRetry.compareTo(firstRetry) < 0
                || mostAttempts < 1
                || mostPerRun < 1) {
            throw new IllegalArgumentException("notices: first retry " + firstRetry + ", longest " + longestRetry + ", "
                    + mostAttempts + " attempts, " + mostPerRun + " per run; give at least a second and at least one");
        }
    }

    /** 28 attempts, 2 minutes to an hour apart, which is a day; 200 in one run. */
    public static NoticeSettings standard(String serviceName, URI portal, String from) {
        return new NoticeSettings(serviceName, portal, from, Duration.ofMinutes(2), Duration.ofHours(1), 28, 200);
    }

    /** The part of the sender's address after the @. */
    String domain() {
        return from.substring(from.indexOf('@') + 1);
    }
}
