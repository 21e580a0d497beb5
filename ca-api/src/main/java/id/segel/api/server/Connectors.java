package id.segel.api.server;

import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.health.HealthCheckRegistry;
import com.fasterxml.jackson.databind.ObjectMapper;
import id.segel.api.config.ServerSettings;
import io.dropwizard.core.server.DefaultServerFactory;
import io.dropwizard.core.setup.AdminEnvironment;
import io.dropwizard.jersey.jackson.JacksonFeature;
import io.dropwizard.jersey.setup.JerseyEnvironment;
import io.dropwizard.jetty.HttpConnectorFactory;
import io.dropwizard.jetty.MutableServletContextHandler;
import io.dropwizard.request.logging.LogbackAccessRequestLogFactory;
import io.dropwizard.util.DataSize;
import io.dropwizard.util.Duration;
import jakarta.servlet.Servlet;
import jakarta.validation.Validator;
import java.util.List;
import java.util.Objects;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Server;
import org.jspecify.annotations.Nullable;

/**
 * Dropwizard's server with what this service does not want left out: its own metrics around every request, thread dumps,
 * tasks, compression, its request log (the edge writes one without personal data).
 */
final class Connectors extends DefaultServerFactory {
    /** An OCSP request in a path is base64, in which a slash or two are ordinary (RFC 6960 A.1). */
    private static final UriCompliance OCSP_BY_GET =
            UriCompliance.from("0,AMBIGUOUS_PATH_SEPARATOR,AMBIGUOUS_EMPTY_SEGMENT");

    static Connectors of(ServerSettings settings) {
        Connectors connectors = new Connectors();
        connectors.setApplicationConnectors(List.of(connector(settings.bind(), settings.port(), settings)));
        connectors.setAdminConnectors(List.of(connector(settings.adminBind(), settings.adminPort(), settings)));
        connectors.setMaxThreads(settings.maxThreads());
        connectors.setMinThreads(Math.min(8, settings.maxThreads()));
        connectors.setAdminMaxThreads(16);
        connectors.setAdminMinThreads(2);
        connectors.setEnableThreadNameFilter(false);
        connectors.setRegisterDefaultExceptionMappers(false);
        connectors.setShutdownGracePeriod(
                Duration.milliseconds(settings.stopTimeout().toMillis()));
        // The edge writes a line of its own, without queries and addresses.
        LogbackAccessRequestLogFactory requestLog = new LogbackAccessRequestLogFactory();
        requestLog.setAppenders(List.of());
        connectors.setRequestLogFactory(requestLog);
        connectors.getGzipFilterFactory().setEnabled(false);
        return connectors;
    }

    private static HttpConnectorFactory connector(String bind, int port, ServerSettings settings) {
        HttpConnectorFactory connector = new HttpConnectorFactory();
        connector.setBindHost(bind);
        connector.setPort(port);
        connector.setIdleTimeout(Duration.milliseconds(settings.idleTimeout().toMillis()));
        connector.setMaxRequestHeaderSize(DataSize.kibibytes(16));
        connector.setUriCompliance(OCSP_BY_GET);
        connector.setUseServerHeader(false);
        connector.setUseDateHeader(true);
        return connector;
    }

    @Override
    protected Handler createAppServlet(
            Server server,
            JerseyEnvironment jersey,
            ObjectMapper mapper,
            Validator validator,
            MutableServletContextHandler handler,
            @Nullable Servlet container,
            MetricRegistry metrics) {
        jersey.register(new JacksonFeature(mapper));
        handler.addServlet(new ServletHolder("jersey", Objects.requireNonNull(container)), "/*");
        handler.getServletHandler().setDecodeAmbiguousURIs(true);
        handler.setServer(server);
        return handler;
    }

    @Override
    protected Handler createAdminServlet(
            Server server,
            MutableServletContextHandler handler,
            MetricRegistry metrics,
            HealthCheckRegistry healthChecks,
            AdminEnvironment admin) {
        handler.setServer(server);
        return handler;
    }

    @Override
    protected void printBanner(String name) {
        // People see the configured name; a banner would show the program's.
    }
}
