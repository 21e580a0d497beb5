package id.segel.ca.application;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * An officer's decision.
 *
 * @param outcome APPROVE, RETURN or REJECT
 * @param checklist answers by item
 * @param reasons at least one with an item to return, exactly those with code and text to reject
 */
public record DecisionRequest(Outcome outcome, Map<String, Answer> checklist, List<Reason> reasons) {
    public DecisionRequest {
        Objects.requireNonNull(outcome);
        checklist = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(checklist));
        reasons = List.copyOf(reasons);
    }
}
