package id.segel.api.office;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A page of the blocked keys, in the order of their hashes. */
@Schema(name = "BlockedKeyPage")
public record BlockedKeysBody(
        List<BlockedKeyBody> items,

        @Schema(description = "Give it as `after` for what follows; absent at the end.") @Nullable
        String next) {}
