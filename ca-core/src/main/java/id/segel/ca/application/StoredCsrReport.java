package id.segel.ca.application;

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
import java.util.Objects;

/**
 * What the checks said about an accepted CSR, as it is kept with it. Immutable.
 *
 * @param keyDescription such as {@code RSA 2048} or {@code EC P-256}
 * @param subject the subject as it was parsed, type and value in the order of the request
 * @param findings everything the checks had to say; no ERROR among them
 */
public record StoredCsrReport(
        @JsonProperty("key") String keyDescription,
        @JsonProperty("subject") List<SubjectField> subject,
        @JsonProperty("findings") List<StoredFinding> findings) {

    private static final ObjectMapper JSON = new ObjectMapper();

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

    static StoredCsrReport of(CsrReport report) {
        ParsedCsr csr = Objects.requireNonNull(report.csr(), "only a CSR that was read is kept");
        return new StoredCsrReport(
                csr.keyDescription(),
                csr.subject().stream()
                        .map(part -> new SubjectField(part.shortName(), part.value()))
                        .toList(),
                report.findings().stream().map(StoredCsrReport::stored).toList());
    }

    private static StoredFinding stored(Finding finding) {
        return new StoredFinding(
                finding.id(), finding.severity(), finding.message(Language.ID), finding.message(Language.EN));
    }

    static StoredCsrReport fromJson(String json) {
        try {
            return JSON.readValue(json, StoredCsrReport.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored CSR report cannot be read", e);
        }
    }

    String toJson() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a CSR report cannot be written", e);
        }
    }
}
