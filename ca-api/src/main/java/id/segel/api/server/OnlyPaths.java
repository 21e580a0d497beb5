package id.segel.api.server;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;

/** Lets nothing of the admin port be reached but what is named: no tasks, no thread dumps, whatever a library adds. */
final class OnlyPaths implements Filter {
    private final Set<String> paths;

    OnlyPaths(Set<String> paths) {
        this.paths = Set.copyOf(paths);
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest http = (HttpServletRequest) request;
        HttpServletResponse answer = (HttpServletResponse) response;
        answer.setHeader("X-Content-Type-Options", "nosniff");
        if (!paths.contains(http.getRequestURI())) {
            answer.sendError(HttpServletResponse.SC_NOT_FOUND);
        } else if (!"GET".equals(http.getMethod()) && !"HEAD".equals(http.getMethod())) {
            answer.sendError(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
        } else {
            chain.doFilter(request, response);
        }
    }
}
