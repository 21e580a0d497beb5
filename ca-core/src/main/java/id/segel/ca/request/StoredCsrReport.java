package id.segel.ca.request;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import id.segel.ca.refusal.Sentence;
import id.segel.csr.CsrReport;
import id.segel.csr.Finding;
import id.segel.csr.Language;
import id.segel.csr.ParsedCsr;
import id.segel.csr.Severity;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the checks said about a CSR, as it is kept. Immutable.
 *
 * @param keyDescription such as {@code RSA 2048} or {@code EC P-256}; empty for a file that could not be read or was not
 *     kept
 * @param subject the subject as it was parsed, type and value in the order of the request; empty likewise
 * @param findings everything the checks had to say
 */
public record StoredCsrReport(
        @JsonProperty("key") String keyDescription,
        @JsonProperty("subject") List<SubjectField> subject,
        @JsonProperty("findings") List<StoredFinding> findings) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST_PARTS = 32;
    private static final int LONGEST_VALUE = 256;
    private static final int MOST_FINDINGS = 100;

    public StoredCsrReport {
        subject = List.copyOf(subject);
        findings = List.copyOf(findings);
    }

    /**
     * One attribute of the subject.
     *
     * @param type short name of the attribute, such as CN
     * @param value as text
     */
    public record SubjectField(
            @JsonProperty("type") String type,
            @JsonProperty("value") String value) {}

    /**
     * One finding, in both languages.
     *
     * @param id stable identifier of the check's finding
     * @param severity ERROR, WARNING or INFO
     * @param indonesian the sentence
     * @param english the same in English
     */
    public record StoredFinding(
            @JsonProperty("id") String id,
            @JsonProperty("severity") Severity severity,
            @JsonProperty("text_id") String indonesian,
            @JsonProperty("text_en") String english) {
        public Sentence message() {
            return new Sentence(indonesian, english);
        }
    }

    /**
     * A report as it is kept: of a request that anybody could have made, at most {@value #MOST_PARTS} attributes of
     * {@value #LONGEST_VALUE} characters, and {@value #MOST_FINDINGS} findings, those that refuse before the others.
     */
    public static StoredCsrReport of(CsrReport report) {
        ParsedCsr csr = report.csr();
        return new StoredCsrReport(
                csr == null ? "" : csr.keyDescription(),
                csr == null
                        ? List.of()
                        : csr.subject().stream()
                                .limit(MOST_PARTS)
                                .map(part -> new SubjectField(part.shortName(), shortened(part.value())))
                                .toList(),
                kept(report.findings()).map(StoredCsrReport::stored).toList());
    }

    private static Stream<Finding> kept(List<Finding> findings) {
        return findings.size() <= MOST_FINDINGS
                ? findings.stream()
                : Stream.concat(
                                findings.stream().filter(Finding::refuses),
                                findings.stream().filter(finding -> !finding.refuses()))
                        .limit(MOST_FINDINGS);
    }

    private static String shortened(String value) {
        return value.length() <= LONGEST_VALUE ? value : value.substring(0, LONGEST_VALUE) + "…";
    }

    private static StoredFinding stored(Finding finding) {
        return new StoredFinding(
                finding.id(), finding.severity(), finding.message(Language.ID), finding.message(Language.EN));
    }

    /** A report read back. */
    public static StoredCsrReport fromJson(String json) {
        try {
            return JSON.readValue(json, StoredCsrReport.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored CSR report cannot be read", e);
        }
    }

    /** The text that is kept. */
    public String toJson() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a CSR report cannot be written", e);
        }
    }
}
