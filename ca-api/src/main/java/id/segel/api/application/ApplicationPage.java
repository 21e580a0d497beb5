package id.segel.api.application;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Some of one's own applications, newest first. */
@Schema(name = "ApplicationPage")
public record ApplicationPage(
        List<ApplicationBody> items,

        @Schema(description = "Give it as `after` for what follows; absent at the end.") @Nullable
        String next) {}
