package id.segel.api.page;

import id.segel.api.access.Operation;
import id.segel.api.access.Permit;
import id.segel.ca.procedure.ProcedureStep;
import id.segel.ca.refusal.RefusedException;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The first page: what this is, the eight steps, how to begin. */
@Path("/")
@Hidden
public final class HomeResource {
    private static final Logger LOG = LoggerFactory.getLogger(HomeResource.class);

    private final Frame frame;
    private final Template indonesian = Template.of("home.id.html");
    private final Template english = Template.of("home.en.html");
    private final byte[] style = Template.bytes("page.css");
    private final Supplier<List<ProcedureStep>> steps;

    /**
     * @param steps of the procedure; may fail while the database is away, and the page then does without
     */
    public HomeResource(String serviceName, boolean testSystem, Supplier<List<ProcedureStep>> steps) {
        this.frame = new Frame(serviceName, testSystem);
        this.steps = steps;
    }

    @GET
    @Produces(MediaType.TEXT_HTML)
    @Permit(Operation.SHOW_HOME)
    public Response showHome(
            @QueryParam("lang") @Nullable String lang,
            @HeaderParam(HttpHeaders.ACCEPT_LANGUAGE) @Nullable String acceptLanguage) {
        Locale language = Frame.language(lang, acceptLanguage);
        Template page = language.getLanguage().equals("en") ? english : indonesian;
        return frame.page(
                200,
                language,
                frame.serviceName(),
                page.fill(Map.of("service", frame.serviceName(), "steps", steps(language))));
    }

    @GET
    @Path("assets/page.css")
    @Produces("text/css")
    @Permit(Operation.SHOW_STYLE)
    public Response showStyle() {
        return Response.ok(style, "text/css; charset=utf-8")
                .header(HttpHeaders.CACHE_CONTROL, "max-age=300")
                .build();
    }

    private String steps(Locale language) {
        StringBuilder rows = new StringBuilder();
        try {
            for (ProcedureStep step : steps.get()) {
                if (step.step() > 0) {
                    rows.append("<li><span class=\"what\">")
                            .append(Template.escaped(step.title().in(language)))
                            .append("</span> <span class=\"norm\">")
                            .append(minutes(step.norm().toSeconds(), language))
                            .append("</span></li>\n");
                }
            }
        } catch (RefusedException databaseAway) {
            LOG.info("the first page does without its steps while the database is away");
            return "";
        }
        return "<ol class=\"steps\">\n" + rows + "</ol>";
    }

    private static String minutes(long seconds, Locale language) {
        String figure = BigDecimal.valueOf(seconds)
                .divide(BigDecimal.valueOf(60), 1, RoundingMode.HALF_UP)
                .stripTrailingZeros()
                .toPlainString();
        return language.getLanguage().equals("en") ? figure + " min" : figure.replace('.', ',') + " menit";
    }
}
