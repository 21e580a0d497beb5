package id.segel.api.notice;

import id.segel.api.access.Caller;
import id.segel.api.access.Operation;
import id.segel.api.access.Permit;
import id.segel.api.http.Page;
import id.segel.ca.notice.Notice;
import id.segel.ca.notice.Notices;
import id.segel.ca.refusal.Fault;
import id.segel.ca.refusal.Problem;
import id.segel.ca.refusal.RefusedException;
import id.segel.ca.refusal.Sentence;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the service told a person. */
@Path("/api/v1/notices")
@Tag(name = "applications")
@Produces(MediaType.APPLICATION_JSON)
public final class NoticeResource {
    private final Notices notices;

    public NoticeResource(Notices notices) {
        this.notices = notices;
    }

    @GET
    @Permit(Operation.LIST_NOTICES)
    @io.swagger.v3.oas.annotations.Operation(summary = "My notices, newest first")
    public NoticePage listNotices(
            @Parameter(description = "At most so many, 1 to 100") @QueryParam("limit") @Nullable String limit,
            @Parameter(description = "The `next` of the page before") @QueryParam("after") @Nullable String after,
            @Context ContainerRequestContext request) {
        int most = Page.limit(limit);
        List<Notice> found = notices.ofPerson(Caller.actor(request).requirePersonId(), before(after), most);
        return new NoticePage(
                found.stream().map(NoticePage.Item::of).toList(),
                found.size() < most ? null : Long.toString(found.get(most - 1).id()));
    }

    private static @Nullable Long before(@Nullable String after) {
        if (after == null) {
            return null;
        }
        if (!after.matches("[1-9][0-9]{0,17}")) {
            throw RefusedException.because(
                    Problem.INVALID,
                    List.of(new Fault(
                            "/after",
                            "query.after",
                            new Sentence(
                                    "Pakai nilai `next` dari halaman sebelumnya.",
                                    "Use the `next` of the page before."))));
        }
        return Long.valueOf(after);
    }
}
