package id.segel.api.doctor;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/**
 * Everything found, as JSON or as text.
 *
 * @param version of this document; another one means that fields or ids mean something else
 * @param at when it was completed
 * @param findings in the order in which they were found
 */
public record Diagnosis(int version, Instant at, List<Finding> findings) {
    /** The version made and understood here. */
    public static final int VERSION = 1;

    public Diagnosis {
        findings = List.copyOf(findings);
    }

    static Diagnosis of(Findings findings, Instant at) {
        return new Diagnosis(VERSION, at, findings.all());
    }

    /** How many there are of each level. */
    @JsonProperty(access = JsonProperty.Access.READ_ONLY)
    public Map<String, Long> counts() {
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put("ok", count(Level.OK));
        counts.put("warnings", count(Level.WARNING));
        counts.put("errors", count(Level.ERROR));
        return counts;
    }

    private long count(Level level) {
        return findings.stream().filter(finding -> finding.level() == level).count();
    }

    /** 1 if there is an error, otherwise 0. */
    @JsonProperty(access = JsonProperty.Access.READ_ONLY)
    public int exitCode() {
        return count(Level.ERROR) == 0 ? 0 : 1;
    }

    /** Grouped by part, with remedies and a count at the end. */
    public String text() {
        Map<String, StringJoiner> parts = new LinkedHashMap<>();
        for (Finding finding : findings) {
            StringJoiner lines =
                    parts.computeIfAbsent(finding.part(), name -> new StringJoiner("\n", name + "\n", "\n"));
            lines.add("  %-8s %-19s %s"
                    .formatted(finding.level().shown(), finding.id().id(), finding.message()));
            if (finding.remedy() != null) {
                lines.add(" ".repeat(31) + "-> " + finding.remedy());
            }
        }
        StringJoiner text = new StringJoiner("\n");
        parts.values().forEach(lines -> text.add(lines.toString()));
        return text + "\n" + count(Level.OK) + " ok, " + plural(count(Level.WARNING), "warning") + ", "
                + plural(count(Level.ERROR), "error");
    }

    private static String plural(long count, String name) {
        return count + " " + name + (count == 1 ? "" : "s");
    }
}
