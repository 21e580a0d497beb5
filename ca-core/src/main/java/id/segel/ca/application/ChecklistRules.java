package id.segel.ca.application;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import id.segel.ca.refusal.Fault;
import id.segel.ca.refusal.Problem;
import id.segel.ca.refusal.RefusedException;
import id.segel.ca.refusal.Sentence;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a decision must say (R6.3, R6.4): judged against the items of the product's checklist, all faults at once.
 * Immutable.
 */
final class ChecklistRules {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST_REASONS = 50;
    private static final int LONGEST_TEXT = 1000;
    private static final int LONGEST_NOTE = 500;
    private static final int SHORTEST_REJECTION = 10;
    private static final Pattern CODE = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");

    /** What a reason may be about besides an item of the checklist. */
    private static final Set<String> PARTS = Set.of("letter", "csr", "account");

    private final List<ChecklistItem> items;

    ChecklistRules(List<ChecklistItem> items) {
        this.items = List.copyOf(items);
    }

    /** Reads the items as the table {@code checklist} has them. */
    static ChecklistRules fromJson(String json) {
        try {
            return new ChecklistRules(JSON.readValue(json, new TypeReference<List<StoredItem>>() {}).stream()
                    .map(item ->
                            new ChecklistItem(item.id(), new Sentence(item.indonesian(), item.english()), item.na()))
                    .toList());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the stored checklist cannot be read", e);
        }
    }

    List<ChecklistItem> items() {
        return items;
    }

    /**
     * @throws RefusedException CHECKLIST_INCOMPLETE or INVALID with every fault
     */
    void require(DecisionRequest request) {
        List<Fault> faults = new ArrayList<>(answerFaults(request.checklist()));
        faults.addAll(reasonFaults(request));
        if (!faults.isEmpty()) {
            throw Refusals.invalid(faults);
        }
        if (request.outcome() == Outcome.APPROVE) {
            List<Fault> open = approvalFaults(request.checklist());
            if (!open.isEmpty()) {
                throw RefusedException.because(Problem.CHECKLIST_INCOMPLETE, open);
            }
        }
    }

    private List<Fault> approvalFaults(Map<String, Answer> answers) {
        List<Fault> faults = new ArrayList<>();
        for (ChecklistItem item : items) {
            String pointer = "/checklist/" + item.id();
            Answer answer = answers.get(item.id());
            if (answer == null) {
                faults.add(fault(
                        pointer,
                        "checklist.unanswered",
                        "Butir \"" + item.text().indonesian() + "\" belum dijawab. Jawab sebelum menyetujui.",
                        "The item \"" + item.text().english() + "\" is not answered. Answer it before approving."));
            } else if (answer.value() == Answer.Value.NO) {
                faults.add(fault(
                        pointer,
                        "checklist.no",
                        "Butir \"" + item.text().indonesian() + "\" dijawab Tidak. Kembalikan atau tolak berkas ini.",
                        "The item \"" + item.text().english() + "\" has the answer No. Return or reject this file."));
            } else if (answer.value() == Answer.Value.NOT_APPLICABLE && !item.notApplicableAllowed()) {
                faults.add(fault(
                        pointer,
                        "checklist.not-applicable",
                        "Butir \"" + item.text().indonesian() + "\" harus dijawab Ya atau Tidak.",
                        "The item \"" + item.text().english() + "\" must be answered Yes or No."));
            } else if (answer.value() == Answer.Value.NOT_APPLICABLE && isBlank(answer.note())) {
                faults.add(fault(
                        pointer + "/note",
                        "checklist.note-missing",
                        "Butir \"" + item.text().indonesian()
                                + "\" dijawab Tidak Berlaku tanpa catatan. Tuliskan alasannya.",
                        "The item \"" + item.text().english()
                                + "\" has the answer not applicable without a note. Say why."));
            }
        }
        return faults;
    }

    private List<Fault> answerFaults(Map<String, Answer> answers) {
        Set<String> ids = ids();
        List<Fault> faults = new ArrayList<>();
        for (Map.Entry<String, Answer> entry : answers.entrySet()) {
            String pointer = "/checklist/" + escaped(entry.getKey());
            if (!ids.contains(entry.getKey())) {
                faults.add(fault(
                        pointer,
                        "checklist.unknown",
                        "Butir ini tidak ada di daftar periksa produk. Muat ulang daftar periksa.",
                        "This item is not in the product's checklist. Load the checklist again."));
            } else if (entry.getValue() == null || entry.getValue().value() == null) {
                faults.add(fault(
                        pointer,
                        "checklist.value",
                        "Jawaban harus YES, NO, atau NOT_APPLICABLE.",
                        "The answer must be YES, NO or NOT_APPLICABLE."));
            } else if (length(entry.getValue().note()) > LONGEST_NOTE) {
                faults.add(fault(
                        pointer + "/note",
                        "checklist.note-length",
                        "Catatan paling panjang " + LONGEST_NOTE + " karakter.",
                        "A note has at most " + LONGEST_NOTE + " characters."));
            }
        }
        return faults;
    }

    private List<Fault> reasonFaults(DecisionRequest request) {
        List<Fault> faults = new ArrayList<>();
        List<Reason> reasons = request.reasons();
        if (reasons.size() > MOST_REASONS) {
            return List.of(fault(
                    "/reasons",
                    "reasons.too-many",
                    "Paling banyak " + MOST_REASONS + " alasan.",
                    "At most " + MOST_REASONS + " reasons are taken."));
        }
        if (reasons.isEmpty() && request.outcome() != Outcome.APPROVE) {
            faults.add(fault(
                    "/reasons",
                    "reasons.missing",
                    "Sebutkan paling sedikit satu alasan, yang akan dibaca pemohon.",
                    "Give at least one reason; the applicant will read it."));
        }
        for (int i = 0; i < reasons.size(); i++) {
            faults.addAll(reasonFaults(request.outcome(), reasons.get(i), "/reasons/" + i));
        }
        return faults;
    }

    private List<Fault> reasonFaults(Outcome outcome, Reason reason, String pointer) {
        List<Fault> faults = new ArrayList<>();
        String item = reason.item();
        if (item == null ? outcome == Outcome.RETURN : !PARTS.contains(item) && !ids().contains(item)) {
            faults.add(fault(
                    pointer + "/item",
                    "reason.item",
                    "Sebutkan apa yang harus diperbaiki: letter, csr, account, atau satu butir daftar periksa.",
                    "Say what must be mended: letter, csr, account, or an item of the checklist."));
        }
        String code = reason.code();
        if (code == null
                ? outcome == Outcome.REJECT
                : code.length() > 64 || !CODE.matcher(code).matches()) {
            faults.add(fault(
                    pointer + "/code",
                    "reason.code",
                    "Kode alasan terdiri atas huruf kecil, angka, dan tanda hubung, paling panjang 64 karakter.",
                    "A reason's code has lower-case letters, digits and hyphens, at most 64 characters."));
        }
        int shortest = outcome == Outcome.REJECT ? SHORTEST_REJECTION : outcome == Outcome.RETURN ? 1 : 0;
        int length = reason.text() == null ? 0 : reason.text().strip().length();
        if (length < shortest || length(reason.text()) > LONGEST_TEXT) {
            faults.add(fault(
                    pointer + "/text",
                    "reason.text",
                    "Tuliskan alasan dalam " + shortest + " sampai " + LONGEST_TEXT + " karakter.",
                    "Write the reason in " + shortest + " to " + LONGEST_TEXT + " characters."));
        }
        return faults;
    }

    private Set<String> ids() {
        return items.stream().map(ChecklistItem::id).collect(Collectors.toCollection(HashSet::new));
    }

    /** RFC 6901 3, and short enough to repeat. */
    private static String escaped(String key) {
        String cut = key.substring(0, Math.min(key.length(), 64));
        return cut.replace("~", "~0").replace("/", "~1");
    }

    private static boolean isBlank(@Nullable String text) {
        return text == null || text.isBlank();
    }

    private static int length(@Nullable String text) {
        return text == null ? 0 : text.length();
    }

    private static Fault fault(String pointer, String id, String indonesian, String english) {
        return new Fault(pointer, id, new Sentence(indonesian, english));
    }

    private record StoredItem(
            @JsonProperty("id") String id,
            @JsonProperty("id_text") String indonesian,
            @JsonProperty("en_text") String english,
            @JsonProperty("na") boolean na) {}
}
