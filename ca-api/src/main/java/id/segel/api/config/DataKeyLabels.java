package id.segel.api.config;

import id.segel.api.bind.Default;
import id.segel.api.bind.Limit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Labels of the keys in the data token, as the ceremony made them. No two are the same.
 *
 * @param wrapping wraps data keys
 * @param nextWrapping will wrap them next, and is readable already
 * @param formerWrapping wrapped them before, and is still readable while rows are wrapped anew
 * @param blindIndex makes blind indexes
 * @param nextBlindIndex will make them next, and is used already where another node began it
 * @param formerBlindIndex made them before, and is used beside it while people are indexed anew
 * @param enrolment signs enrolment files
 */
public record DataKeyLabels(
        @Default("wrapping-1") @Limit(min = 1, max = LONGEST)
        String wrapping,

        @Nullable @Limit(min = 1, max = LONGEST) String nextWrapping,
        @Default("[]") @Limit(max = MOST_FORMER) List<String> formerWrapping,

        @Default("blind-index-1") @Limit(min = 1, max = LONGEST)
        String blindIndex,

        @Nullable @Limit(min = 1, max = LONGEST) String nextBlindIndex,
        @Default("[]") @Limit(max = MOST_FORMER) List<String> formerBlindIndex,

        @Default("enrolment-1") @Limit(min = 1, max = LONGEST)
        String enrolment) {
    static final int LONGEST = 64;
    private static final int MOST_FORMER = 8;

    /**
     * A label and where it stands.
     *
     * @param pointer into the configuration
     */
    record Placed(String pointer, String label) {}

    /** Every label, in the order of the file. */
    List<Placed> all() {
        List<Placed> labels = new ArrayList<>();
        labels.add(new Placed("/dataKeys/wrapping", wrapping));
        if (nextWrapping != null) {
            labels.add(new Placed("/dataKeys/nextWrapping", nextWrapping));
        }
        for (int i = 0; i < formerWrapping.size(); i++) {
            labels.add(new Placed("/dataKeys/formerWrapping/" + i, formerWrapping.get(i)));
        }
        labels.add(new Placed("/dataKeys/blindIndex", blindIndex));
        if (nextBlindIndex != null) {
            labels.add(new Placed("/dataKeys/nextBlindIndex", nextBlindIndex));
        }
        for (int i = 0; i < formerBlindIndex.size(); i++) {
            labels.add(new Placed("/dataKeys/formerBlindIndex/" + i, formerBlindIndex.get(i)));
        }
        labels.add(new Placed("/dataKeys/enrolment", enrolment));
        return labels;
    }
}
