package id.segel.api.http;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import java.util.stream.Collectors;
import org.glassfish.jersey.server.ExtendedUriInfo;
import org.glassfish.jersey.uri.UriTemplate;

/** Tells the edge which path template answered, so that its line holds no number of anybody's. */
public final class TemplateFilter implements ContainerResponseFilter {
    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (request.getUriInfo() instanceof ExtendedUriInfo info
                && !info.getMatchedTemplates().isEmpty()) {
            java.util.ArrayList<UriTemplate> templates = new java.util.ArrayList<>(info.getMatchedTemplates());
            java.util.Collections.reverse(templates);
            request.setProperty(
                    EdgeFilter.TEMPLATE,
                    templates.stream().map(UriTemplate::getTemplate).collect(Collectors.joining()));
        }
    }
}
