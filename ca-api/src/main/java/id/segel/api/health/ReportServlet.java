package id.segel.api.health;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.function.Supplier;

/** Serves a report as JSON: 200 when all is well, else 503. */
public final class ReportServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private final transient Supplier<Report> report;
    private final transient ObjectMapper mapper;

    public ReportServlet(Supplier<Report> report, ObjectMapper mapper) {
        this.report = report;
        this.mapper = mapper;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Report now = report.get();
        response.setStatus(now.well() ? HttpServletResponse.SC_OK : HttpServletResponse.SC_SERVICE_UNAVAILABLE);
        response.setHeader("Cache-Control", "no-store");
        response.setContentType("application/json");
        response.getOutputStream().write(mapper.writeValueAsBytes(now));
    }
}
