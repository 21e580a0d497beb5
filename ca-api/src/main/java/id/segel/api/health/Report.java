package id.segel.api.health;

import java.util.List;

/**
 * What the admin port answers.
 *
 * @param well whether every part is
 * @param parts each with what to do
 */
public record Report(boolean well, List<Part> parts) {
    public Report {
        parts = List.copyOf(parts);
    }

    static Report of(List<Part> parts) {
        return new Report(parts.stream().allMatch(Part::well), parts);
    }
}
