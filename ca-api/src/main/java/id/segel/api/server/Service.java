package id.segel.api.server;

import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.health.HealthCheckRegistry;
import com.fasterxml.jackson.databind.ObjectMapper;
import id.segel.api.access.AuthenticationFilter;
import id.segel.api.access.AuthorisationFilter;
import id.segel.api.access.RefusedOperations;
import id.segel.api.config.NodeRole;
import id.segel.api.config.ServiceConfiguration;
import id.segel.api.config.TokenSettings;
import id.segel.api.doctor.DoctorServlet;
import id.segel.api.doctor.LiveDoctor;
import id.segel.api.health.BackupWatch;
import id.segel.api.health.DatabaseWatch;
import id.segel.api.health.NodeHealth;
import id.segel.api.health.ReportServlet;
import id.segel.api.health.SchemaVersion;
import id.segel.api.health.TokenWatch;
import id.segel.api.http.BodyLimitFilter;
import id.segel.api.http.ClosedBodyReader;
import id.segel.api.http.DrainFilter;
import id.segel.api.http.EdgeFilter;
import id.segel.api.http.Json;
import id.segel.api.http.ProblemErrorHandler;
import id.segel.api.http.ProblemMapper;
import id.segel.api.http.TemplateFilter;
import id.segel.api.job.Repeating;
import id.segel.api.metrics.Meters;
import id.segel.api.metrics.MetricsServlet;
import id.segel.api.page.OpenApiResource;
import id.segel.api.page.ProblemResource;
import id.segel.api.pki.OcspResource;
import id.segel.api.pki.PkiResource;
import id.segel.ca.authority.Authorities;
import id.segel.ca.status.CrlStore;
import id.segel.ca.store.Database;
import id.segel.hsm.Token;
import id.segel.hsm.TokenPurpose;
import io.dropwizard.core.Configuration;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.jersey.setup.JerseyEnvironment;
import io.dropwizard.jersey.validation.Validators;
import io.dropwizard.lifecycle.Managed;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.jetty.JettyConnectionMetrics;
import io.micrometer.core.instrument.binder.jetty.JettyServerThreadPoolMetrics;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import jakarta.servlet.DispatcherType;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.glassfish.jersey.CommonProperties;
import org.glassfish.jersey.internal.inject.AbstractBinder;
import org.glassfish.jersey.micrometer.server.DefaultJerseyTagsProvider;
import org.glassfish.jersey.micrometer.server.MetricsApplicationEventListener;
import org.glassfish.jersey.server.ServerProperties;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A node, running. Start it once; stop it once. */
public final class Service implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Service.class);

    private final Server server;
    private final NodeHealth health;
    private final @Nullable String firstAdministratorLink;

    private Service(Server server, NodeHealth health, @Nullable String firstAdministratorLink) {
        this.server = server;
        this.health = health;
        this.firstAdministratorLink = firstAdministratorLink;
    }

    /**
     * Starts a node.
     *
     * @throws RuntimeException saying what does not let it start; nothing stays open
     */
    public static Service start(ServiceConfiguration configuration) {
        Logs.configure(configuration.log());
        Opened opened = new Opened();
        try {
            return new Builder(configuration, opened).start();
        } catch (RuntimeException e) {
            opened.stop();
            throw e;
        }
    }

    /** Port of the application, as it was taken. */
    public int port() {
        return ((ServerConnector) server.getConnectors()[0]).getLocalPort();
    }

    /** Port of health and metrics, as it was taken. */
    public int adminPort() {
        return ((ServerConnector) server.getConnectors()[1]).getLocalPort();
    }

    /** The one-time link of the first administrator, where nobody can administer yet. */
    public Optional<String> firstAdministratorLink() {
        return Optional.ofNullable(firstAdministratorLink);
    }

    /** Waits until the node has stopped. */
    public void join() throws InterruptedException {
        server.join();
    }

    /** Takes no more requests, lets those under way finish, drains the issuer, closes pools and tokens. */
    @Override
    public void close() {
        health.stopping();
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the node did not stop in order: " + e.getMessage(), e);
        }
    }

    private static final class Builder {
        private static final Duration BACKUP_LOOK = Duration.ofSeconds(30);

        private final ServiceConfiguration configuration;
        private final Opened opened;
        private final Clock clock = Clock.systemUTC();
        private final SecureRandom random = new SecureRandom();
        private final ObjectMapper mapper = Json.mapper();
        private final PrometheusMeterRegistry meters;
        private final List<Managed> managed = new ArrayList<>();
        private final List<Object> resources = new ArrayList<>();

        Builder(ServiceConfiguration configuration, Opened opened) {
            this.configuration = configuration;
            this.opened = opened;
            this.meters = Meters.registry();
            opened.add(meters::close);
            opened.add(Meters.bindJvm(meters));
        }

        Service start() {
            Basis basis = Basis.open(configuration, clock, random, meters, mapper, opened);
            IssuerNode issuer = configuration.has(NodeRole.ISSUER) ? new IssuerNode(basis) : null;
            WebNode web = configuration.has(NodeRole.WEB)
                    ? new WebNode(basis, issuer == null ? () -> {} : issuer::wake)
                    : null;
            Database any = web == null ? Objects.requireNonNull(issuer).database() : web.database();
            publicResources(basis, any);
            if (web != null) {
                resources.addAll(web.resources());
            }
            NodeHealth health = watch(basis, any, web, issuer);
            if (issuer != null) {
                managed.addAll(issuer.managed());
            }
            if (web != null) {
                managed.addAll(web.managed());
            }
            String link = web == null ? null : web.firstAdministrator().link().orElse(null);
            Server server = http(web, health, new LiveDoctor(configuration, basis.tokens(), clock, random));
            try {
                server.start();
            } catch (Exception e) {
                stopQuietly(server);
                throw new IllegalStateException("the server does not start: " + e.getMessage(), e);
            }
            Service service = new Service(server, health, link);
            LOG.info(
                    "listening on port {}, admin port {}, roles {}",
                    service.port(),
                    service.adminPort(),
                    configuration.roles());
            return service;
        }

        private void publicResources(Basis basis, Database database) {
            resources.add(new PkiResource(new Authorities(database), new CrlStore(database), clock));
            resources.add(new ProblemResource(configuration.serviceName(), configuration.testSystem()));
            resources.add(new OpenApiResource());
            Token ocsp = basis.token(TokenPurpose.OCSP);
            if (ocsp != null) {
                resources.add(new OcspResource(Responders.of(basis, database, ocsp)));
            }
        }

        private NodeHealth watch(Basis basis, Database any, @Nullable WebNode web, @Nullable IssuerNode issuer) {
            List<TokenWatch> tokens = new ArrayList<>();
            configuration
                    .tokens()
                    .byPurpose()
                    .forEach((purpose, settings) ->
                            tokens.add(new TokenWatch(basis.requireToken(purpose), expected(settings), clock)));
            List<DatabaseWatch> databases = new ArrayList<>();
            if (web != null) {
                databases.add(new DatabaseWatch(web.database(), SchemaVersion.ofProgram(), clock));
            }
            if (issuer != null) {
                databases.add(new DatabaseWatch(issuer.database(), null, clock));
            }
            managed.addAll(databases);
            managed.addAll(tokens);
            BackupWatch backups = new BackupWatch(any, meters);
            managed.add(new Repeating("backup-watch", BACKUP_LOOK, BACKUP_LOOK, backups::look));
            return new NodeHealth(
                    tokens, databases, backups, issuer == null ? List::of : issuer::crlComplaints, issuer != null);
        }

        private static List<String> expected(TokenSettings settings) {
            return settings.expectedKeys();
        }

        private Server http(@Nullable WebNode web, NodeHealth health, LiveDoctor doctor) {
            Connectors connectors = Connectors.of(configuration.server());
            Configuration dropwizard = new Configuration();
            dropwizard.setServerFactory(connectors);
            MetricRegistry unpublished = new MetricRegistry();
            Environment environment = new Environment(
                    "segel",
                    mapper,
                    Validators.newValidatorFactory(),
                    unpublished,
                    Service.class.getClassLoader(),
                    new HealthCheckRegistry(),
                    dropwizard);
            jersey(environment.jersey(), web);
            boolean https = "https".equals(configuration.publicUrl().getScheme());
            environment
                    .servlets()
                    .addFilter("edge", new EdgeFilter(https, random))
                    .addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*");
            ProblemErrorHandler errors = new ProblemErrorHandler(mapper, random);
            environment.getApplicationContext().setErrorHandler(errors);
            environment.getAdminContext().setErrorHandler(errors);
            admin(environment, health, doctor);
            // Closed last, because what is managed stops in the opposite order.
            environment.lifecycle().manage(opened);
            managed.forEach(environment.lifecycle()::manage);
            Server server = connectors.build(environment);
            server.setErrorHandler(errors);
            JettyConnectionMetrics.addToAllConnectors(server, meters);
            new JettyServerThreadPoolMetrics(server.getThreadPool(), Tags.empty()).bindTo(meters);
            return server;
        }

        private void jersey(JerseyEnvironment jersey, @Nullable WebNode web) {
            jersey.property(ServerProperties.WADL_FEATURE_DISABLE, true);
            jersey.property(ServerProperties.BV_FEATURE_DISABLE, true);
            jersey.property(ServerProperties.RESPONSE_SET_STATUS_OVER_SEND_ERROR, true);
            jersey.property(ServerProperties.PROCESSING_RESPONSE_ERRORS_ENABLED, true);
            // Nothing is built from the Host header of a request.
            jersey.property(ServerProperties.LOCATION_HEADER_RELATIVE_URI_RESOLUTION_DISABLED, true);
            jersey.property(CommonProperties.FEATURE_AUTO_DISCOVERY_DISABLE, true);
            jersey.property(CommonProperties.METAINF_SERVICES_LOOKUP_DISABLE, true);
            jersey.register(new ClosedBodyReader(mapper));
            jersey.register(ProblemMapper.class);
            jersey.register(BodyLimitFilter.class);
            jersey.register(TemplateFilter.class);
            jersey.register(DrainFilter.class);
            RefusedOperations refused = web == null ? null : web.refusedOperations();
            jersey.register(new AbstractBinder() {
                @Override
                protected void configure() {
                    bind(new BodyLimitFilter.Bounds(
                                    configuration.limits().letterBytes(),
                                    configuration.server().bodyTimeout()))
                            .to(BodyLimitFilter.Bounds.class);
                    if (refused != null) {
                        bind(refused).to(RefusedOperations.class);
                    }
                }
            });
            if (web != null) {
                jersey.register(new AuthenticationFilter(web.sessions(), web.origins()));
                jersey.register(AuthorisationFilter.class);
            }
            jersey.register(new MetricsApplicationEventListener(
                    meters, new DefaultJerseyTagsProvider(), "http.server.requests", true));
            resources.forEach(jersey::register);
        }

        private void admin(Environment environment, NodeHealth health, LiveDoctor doctor) {
            environment
                    .admin()
                    .addFilter("only", new OnlyPaths(Set.of("/healthcheck", "/ready", "/metrics", "/doctor")))
                    .addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*");
            environment
                    .admin()
                    .addServlet("healthcheck", new ReportServlet(health::health, mapper))
                    .addMapping("/healthcheck");
            environment
                    .admin()
                    .addServlet("ready", new ReportServlet(health::ready, mapper))
                    .addMapping("/ready");
            environment
                    .admin()
                    .addServlet("metrics", new MetricsServlet(meters))
                    .addMapping("/metrics");
            environment
                    .admin()
                    .addServlet("doctor", new DoctorServlet(doctor, mapper))
                    .addMapping("/doctor");
        }

        private static void stopQuietly(Server server) {
            try {
                server.stop();
            } catch (Exception e) {
                LOG.warn("a server that did not start did not stop in order either", e);
            }
        }
    }
}
