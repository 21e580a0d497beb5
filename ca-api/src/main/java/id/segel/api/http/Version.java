package id.segel.api.http;

import id.segel.ca.refusal.Problem;
import id.segel.ca.refusal.RefusedException;
import id.segel.ca.refusal.Sentence;
import jakarta.ws.rs.core.EntityTag;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** An application's version as an entity tag ({@code "7"}, RFC 9110 8.8.3). */
public final class Version {
    private static final Pattern TAG = Pattern.compile("\"([1-9][0-9]{0,8})\"");

    private Version() {}

    public static EntityTag tag(int version) {
        return new EntityTag(Integer.toString(version));
    }

    /**
     * The version an If-Match header names.
     *
     * @throws RefusedException VERSION_REQUIRED where there is none, MALFORMED where it is not one strong tag of a version
     */
    public static int required(@Nullable String ifMatch) {
        Integer version = optional(ifMatch);
        if (version == null) {
            throw RefusedException.because(Problem.VERSION_REQUIRED);
        }
        return version;
    }

    /** Like {@link #required}, null where there is no header. */
    public static @Nullable Integer optional(@Nullable String ifMatch) {
        if (ifMatch == null) {
            return null;
        }
        Matcher matcher = TAG.matcher(ifMatch.strip());
        if (!matcher.matches()) {
            throw RefusedException.because(
                    Problem.MALFORMED,
                    new Sentence(
                            "Header If-Match harus berisi satu versi dalam tanda kutip, misalnya \"7\".",
                            "The If-Match header must hold one version in quotes, such as \"7\"."));
        }
        return Integer.valueOf(matcher.group(1));
    }
}
