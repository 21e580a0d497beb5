package id.segel.api.application;

import id.segel.api.bind.Limit;
import id.segel.ca.application.ApplicationState;
import id.segel.ca.application.ApplicationView;
import id.segel.ca.application.CertificateSummary;
import id.segel.ca.application.CsrSummary;
import id.segel.ca.application.LetterSummary;
import id.segel.ca.application.Reason;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** An application in JSON. */
@Schema(name = "Application")
public record ApplicationBody(
        String number,
        String product,
        int productVersion,
        String productName,
        ApplicationState state,

        @Schema(description = "The state in the reader's language.")
        String stateText,

        @Schema(description = "For If-Match.") int version,
        int round,
        Instant createdAt,
        @Nullable Instant submittedAt,
        Instant stateSince,

        @Schema(description = "When a draft or a returned file lapses.") @Nullable
        Instant expiresAt,

        @Nullable Letter letter,
        @Nullable Csr csr,

        @Schema(description = "Why it was returned or rejected.")
        List<ReasonBody> reasons,

        @Schema(description = "Once it can be downloaded.") @Nullable
        Certificate certificate) {
    /** The letter it has now. */
    @Schema(name = "Letter")
    public record Letter(int version, String sha256, int size, int pages, Instant uploadedAt) {
        static @Nullable Letter of(@Nullable LetterSummary letter) {
            return letter == null
                    ? null
                    : new Letter(
                            letter.version(),
                            letter.sha256(),
                            letter.sizeOctets(),
                            letter.pages(),
                            letter.uploadedAt());
        }
    }

    /** The CSR it has now. */
    @Schema(name = "Csr")
    public record Csr(
            int version,
            String sha256,
            String spkiSha256,
            @Schema(example = "EC P-256") String key,
            List<SubjectPart> subject,
            List<FindingBody> findings,
            String via,
            Instant uploadedAt) {
        static @Nullable Csr of(@Nullable CsrSummary csr, Locale language) {
            return csr == null
                    ? null
                    : new Csr(
                            csr.version(),
                            csr.sha256(),
                            csr.spkiSha256(),
                            csr.report().keyDescription(),
                            csr.report().subject().stream()
                                    .map(part -> new SubjectPart(part.type(), part.value()))
                                    .toList(),
                            csr.report().findings().stream()
                                    .map(finding -> FindingBody.of(finding, language))
                                    .toList(),
                            csr.via().name(),
                            csr.uploadedAt());
        }
    }

    /** One attribute of a subject. */
    @Schema(name = "SubjectPart")
    public record SubjectPart(String type, String value) {}

    /** Why a file was sent back or rejected. */
    @Schema(name = "Reason")
    public record ReasonBody(
            @Schema(description = "letter, csr, account, or an item of the checklist; needed to return")
            @Limit(max = 64)
            @Nullable
            String item,

            @Schema(description = "Kind of reason, kebab case; needed to reject") @Limit(max = 64) @Nullable
            String code,

            @Schema(description = "A sentence for the applicant") @Limit(max = 1_000) @Nullable
            String text) {
        static ReasonBody of(Reason reason) {
            return new ReasonBody(reason.item(), reason.code(), reason.text());
        }

        /** As the authority has it. */
        public Reason toReason() {
            return new Reason(item, code, text);
        }
    }

    /** The certificate it led to. */
    @Schema(name = "CertificateSummary")
    public record Certificate(String serial, String sha256, String state, Instant notBefore, Instant notAfter) {
        static @Nullable Certificate of(@Nullable CertificateSummary certificate) {
            return certificate == null
                    ? null
                    : new Certificate(
                            certificate.serial(),
                            certificate.sha256(),
                            certificate.state(),
                            certificate.notBefore(),
                            certificate.notAfter());
        }
    }

    /** As its applicant reads it. */
    public static ApplicationBody forApplicant(ApplicationView view, Locale language) {
        return of(view, view.state().labelForApplicant().in(language), language);
    }

    /** As the office reads it. */
    public static ApplicationBody forOffice(ApplicationView view, Locale language) {
        return of(view, view.state().label().in(language), language);
    }

    private static ApplicationBody of(ApplicationView view, String stateText, Locale language) {
        return new ApplicationBody(
                view.number(),
                view.product(),
                view.productVersion(),
                view.productName().in(language),
                view.state(),
                stateText,
                view.version(),
                view.round(),
                view.createdAt(),
                view.submittedAt(),
                view.stateSince(),
                view.expiresAt(),
                Letter.of(view.letter()),
                Csr.of(view.csr(), language),
                view.reasons().stream().map(ReasonBody::of).toList(),
                Certificate.of(view.certificate()));
    }
}
