package id.segel.ca.application;

import id.segel.ca.store.Database;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Checklists by version. A version never changes, so each is read once. Thread-safe. */
final class Checklists {
    private final Database web;
    private final Map<Integer, ChecklistRules> known = new ConcurrentHashMap<>();

    Checklists(Database web) {
        this.web = web;
    }

    ChecklistRules version(int version) {
        ChecklistRules rules = known.get(version);
        if (rules == null) {
            rules = web.read(handle -> handle.createQuery("SELECT items FROM checklist WHERE version = :version")
                    .bind("version", version)
                    .mapTo(String.class)
                    .map(ChecklistRules::fromJson)
                    .one());
            known.put(version, rules);
        }
        return rules;
    }
}
