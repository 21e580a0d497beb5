package id.segel.api.office;

import id.segel.api.access.Caller;
import id.segel.api.access.Operation;
import id.segel.api.access.Permit;
import id.segel.api.http.Page;
import id.segel.ca.refusal.Fault;
import id.segel.ca.refusal.Problem;
import id.segel.ca.refusal.RefusedException;
import id.segel.ca.refusal.Sentence;
import id.segel.ca.subjectkey.BlockOrigin;
import id.segel.ca.subjectkey.BlockedKeys;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keys that get no certificate any more. */
@Path("/admin/v1/blocked-keys")
@Tag(name = "office")
@Produces(MediaType.APPLICATION_JSON)
public final class BlockedKeyResource {
    private static final int SHORTEST_REASON = 10;

    private final BlockedKeys keys;

    public BlockedKeyResource(BlockedKeys keys) {
        this.keys = keys;
    }

    @GET
    @Permit(Operation.LIST_BLOCKED_KEYS)
    @io.swagger.v3.oas.annotations.Operation(summary = "The blocked keys, with reason and origin")
    public BlockedKeysBody listBlockedKeys(
            @Parameter(description = "At most so many, 1 to 100") @QueryParam("limit") @Nullable String limit,
            @Parameter(description = "The `next` of the page before") @QueryParam("after") @Nullable String after) {
        int most = Page.limit(limit);
        List<BlockedKeyBody> items = keys
                .page(after == null ? null : HexFormat.of().formatHex(KeyHash.parse("/after", after)), most + 1)
                .stream()
                .map(BlockedKeyBody::of)
                .toList();
        return items.size() > most
                ? new BlockedKeysBody(
                        items.subList(0, most), items.get(most - 1).spkiSha256())
                : new BlockedKeysBody(items, null);
    }

    @POST
    @Permit(Operation.BLOCK_KEY)
    @Consumes(MediaType.APPLICATION_JSON)
    @io.swagger.v3.oas.annotations.Operation(
            summary = "Block a key for ever",
            description = "Again is no change. Certificates with the key stay as they are until they are revoked.")
    public BlockKeyAnswer blockKey(BlockKeyBody body, @Context ContainerRequestContext request) {
        String hash = body.spkiSha256() == null ? "" : body.spkiSha256();
        String reason = body.reason() == null ? "" : body.reason().strip();
        List<Fault> faults = new ArrayList<>();
        byte[] key = new byte[0];
        try {
            key = KeyHash.parse("/spkiSha256", hash);
        } catch (RefusedException e) {
            faults.addAll(e.faults());
        }
        if (reason.length() < SHORTEST_REASON || reason.length() > BlockedKeys.LONGEST_REASON) {
            faults.add(new Fault(
                    "/reason",
                    "key.block-reason",
                    new Sentence(
                            "Tulis alasan " + SHORTEST_REASON + " sampai " + BlockedKeys.LONGEST_REASON
                                    + " karakter, tanpa data pribadi.",
                            "Give a reason of " + SHORTEST_REASON + " to " + BlockedKeys.LONGEST_REASON
                                    + " characters, without personal data.")));
        }
        if (!faults.isEmpty()) {
            throw RefusedException.because(Problem.INVALID, faults);
        }
        boolean blocked = keys.block(Caller.actor(request), key, BlockOrigin.OFFICER, reason);
        return new BlockKeyAnswer(HexFormat.of().formatHex(key), !blocked);
    }
}
