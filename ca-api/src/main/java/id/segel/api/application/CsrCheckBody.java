package id.segel.api.application;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/** What the checks say about some bytes. */
@Schema(name = "CsrCheck")
public record CsrCheckBody(
        @Schema(description = "Everything noticed; ERROR means it would be refused.")
        List<FindingBody> findings) {}
