package id.segel.api.application;

import id.segel.api.bind.Limit;
import io.swagger.v3.oas.annotations.media.Schema;

/** Body of {@code POST /api/v1/applications}. */
@Schema(name = "StartApplication")
public record StartBody(
        @Schema(description = "Code of a product.") @Limit(min = 1, max = 63)
        String product) {}
