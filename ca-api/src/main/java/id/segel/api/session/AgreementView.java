package id.segel.api.session;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;

/** The subscriber agreement and privacy notice in force, in the reader's language. */
@Schema(name = "Agreement")
public record AgreementView(int version, String text, Instant publishedAt) {}
