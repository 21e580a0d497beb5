package id.segel.api.server;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import com.codahale.metrics.MetricRegistry;
import id.segel.api.config.LogSettings;
import id.segel.ca.audit.AuditLog;
import io.dropwizard.logging.common.BootstrapLogging;
import io.dropwizard.logging.common.ConsoleAppenderFactory;
import io.dropwizard.logging.common.DefaultLoggingFactory;
import io.dropwizard.logging.json.EventAttribute;
import io.dropwizard.logging.json.EventJsonLayoutBaseFactory;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sets logging up: one JSON object per line with the request id, or text for a terminal. */
public final class Logs {
    private Logs() {}

    /** For commands: warnings only, on stderr, so that stdout holds what the command says. */
    public static void forCommands() {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern("%-5level %logger{20}: %msg%n");
        encoder.start();
        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setContext(context);
        console.setTarget("System.err");
        console.setEncoder(encoder);
        console.start();
        ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.WARN);
        root.addAppender(console);
        silencePdfBox();
    }

    static void configure(LogSettings settings) {
        BootstrapLogging.bootstrap(Level.WARN);
        DefaultLoggingFactory logging = new DefaultLoggingFactory();
        logging.setLevel(settings.level().name());
        ConsoleAppenderFactory<ILoggingEvent> console = new ConsoleAppenderFactory<>();
        if (settings.format() == LogSettings.Format.JSON) {
            EventJsonLayoutBaseFactory layout = new EventJsonLayoutBaseFactory();
            layout.setIncludes(EnumSet.of(
                    EventAttribute.TIMESTAMP,
                    EventAttribute.LEVEL,
                    EventAttribute.LOGGER_NAME,
                    EventAttribute.THREAD_NAME,
                    EventAttribute.MESSAGE,
                    EventAttribute.EXCEPTION,
                    EventAttribute.MDC));
            layout.setIncludesMdcKeys(Set.of(AuditLog.REQUEST_ID));
            layout.setFlattenMdc(true);
            layout.setTimestampFormat("yyyy-MM-dd'T'HH:mm:ss.SSSXXX");
            layout.setAppendLineSeparator(true);
            console.setLayout(layout);
        } else {
            console.setLogFormat("%-5level [%d{ISO8601,UTC}] %logger{20} [%X{requestId:--}]: %msg%n%rEx");
        }
        logging.setAppenders(List.of(console));
        logging.configure(new MetricRegistry(), "segel");
        quiet("org.eclipse.jetty", settings);
        quiet("io.dropwizard", settings);
        quiet("com.zaxxer.hikari", settings);
        quiet("com.github.kagkarlsson", settings);
        quiet("org.flywaydb", settings);
        silencePdfBox();
        settings.levels().forEach((name, level) -> logger(name).setLevel(Level.valueOf(level.name())));
    }

    /** PDFBox quotes what it stumbles over, and a letter holds personal data. */
    private static void silencePdfBox() {
        logger("org.apache.pdfbox").setLevel(Level.OFF);
        logger("org.apache.fontbox").setLevel(Level.OFF);
    }

    private static void quiet(String name, LogSettings settings) {
        if (settings.level() == LogSettings.Level.INFO) {
            logger(name).setLevel(Level.WARN);
        }
    }

    private static ch.qos.logback.classic.Logger logger(String name) {
        return (ch.qos.logback.classic.Logger) LoggerFactory.getLogger(name);
    }
}
