package id.segel.ca.application;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * Why a file was sent back or rejected.
 *
 * @param item what it is about: {@code letter}, {@code csr}, {@code account}, or an item of the checklist; needed to
 *     send a file back
 * @param code a short name of the kind of reason, kebab case; needed to reject
 * @param text a sentence for the applicant; at least 10 characters to reject, at most 1,000
 */
public record Reason(
        @JsonProperty("item") @Nullable String item,
        @JsonProperty("code") @Nullable String code,
        @JsonProperty("text") @Nullable String text) {}
