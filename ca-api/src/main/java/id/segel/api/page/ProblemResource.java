package id.segel.api.page;

import id.segel.api.access.Operation;
import id.segel.api.access.Permit;
import id.segel.ca.refusal.Problem;
import id.segel.ca.refusal.RefusedException;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The page behind the {@code type} of a problem. */
@Path("/problems/{problem}")
@Hidden
public final class ProblemResource {
    private final Frame frame;

    public ProblemResource(String serviceName, boolean testSystem) {
        this.frame = new Frame(serviceName, testSystem);
    }

    @GET
    @Produces(MediaType.TEXT_HTML)
    @Permit(Operation.SHOW_PROBLEM)
    public Response showProblem(
            @PathParam("problem") String kebab,
            @QueryParam("lang") @Nullable String lang,
            @HeaderParam(HttpHeaders.ACCEPT_LANGUAGE) @Nullable String acceptLanguage) {
        Problem problem = Arrays.stream(Problem.values())
                .filter(known -> known.kebab().equals(kebab))
                .findFirst()
                .orElseThrow(() -> RefusedException.because(Problem.NOT_FOUND));
        Locale language = Frame.language(lang, acceptLanguage);
        boolean english = language.getLanguage().equals("en");
        String main = "<h1>" + Template.escaped(problem.sentence().in(language)) + "</h1>\n"
                + "<dl class=\"facts\"><dt>" + (english ? "Type" : "Jenis") + "</dt><dd><code>/problems/"
                + problem.kebab()
                + "</code></dd><dt>" + (english ? "HTTP status" : "Status HTTP") + "</dt><dd>" + problem.status()
                + "</dd></dl>\n"
                + "<p>"
                + (english
                        ? "The answer you got names every fault in <code>errors</code> and carries a <code>requestId</code>;"
                                + " give that number when you ask the help desk."
                        : "Jawaban yang Anda terima menyebut semua kesalahan di <code>errors</code> dan memuat"
                                + " <code>requestId</code>; sebutkan nomor itu bila bertanya kepada bantuan.")
                + "</p>\n<p><a href=\"/\">" + (english ? "To the first page" : "Ke halaman pertama") + "</a></p>";
        return frame.page(200, language, problem.kebab(), main);
    }
}
