package id.segel.api.http;

import id.segel.ca.audit.AuditLog;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.SecureRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * The first and the last to see a request: gives it its id and the answer its headers, and writes one line when it is
 * done. The line names method, path template, status and time; never a query, a body or a person.
 */
public final class EdgeFilter implements Filter {
    /** Attribute with the template of the path, such as {@code /api/v1/applications/{number}}. */
    static final String TEMPLATE = "id.segel.template";

    private static final Logger LOG = LoggerFactory.getLogger("id.segel.access");

    private final SecurityHeaders headers;
    private final SecureRandom random;

    /**
     * @param https whether people reach the service by https
     */
    public EdgeFilter(boolean https, SecureRandom random) {
        this.headers = new SecurityHeaders(https);
        this.random = random;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest http = (HttpServletRequest) request;
        HttpServletResponse answer = (HttpServletResponse) response;
        String id = RequestId.choose(http.getHeader(RequestId.HEADER), random);
        MDC.put(AuditLog.REQUEST_ID, id);
        long began = System.nanoTime();
        try {
            answer.setHeader(RequestId.HEADER, id);
            headers.of(http.getRequestURI()).forEach(answer::setHeader);
            chain.doFilter(request, response);
        } finally {
            Object template = http.getAttribute(TEMPLATE);
            LOG.info(
                    "{} {} {} {} ms",
                    http.getMethod(),
                    template == null ? "(no resource)" : template,
                    answer.getStatus(),
                    (System.nanoTime() - began) / 1_000_000);
            MDC.remove(AuditLog.REQUEST_ID);
        }
    }
}
