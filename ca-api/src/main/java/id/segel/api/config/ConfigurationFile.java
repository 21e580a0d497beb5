package id.segel.api.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import id.segel.api.bind.Bound;
import id.segel.api.bind.RecordBinder;
import id.segel.ca.refusal.Fault;
import id.segel.ca.refusal.Sentence;
import id.segel.ca.store.DatabaseRole;
import id.segel.ca.store.Secret;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the file, and checks what one component alone cannot tell. */
public final class ConfigurationFile {
    private static final long LARGEST = 1_000_000;

    /** Names the place of {@code publicUrl} where the file does not. */
    public static final String PUBLIC_URL_VARIABLE = "SEGEL_PUBLIC_URL";

    private ConfigurationFile() {}

    /**
     * Reads and checks.
     *
     * @throws ConfigurationFault with every fault
     */
    public static ServiceConfiguration read(Path file, Map<String, String> environment) {
        Examined examined = examine(file, environment);
        ServiceConfiguration configuration = examined.configuration();
        if (configuration == null || !examined.faults().isEmpty()) {
            throw new ConfigurationFault(file, examined.faults());
        }
        return configuration;
    }

    /**
     * What a file holds and what is wrong with it.
     *
     * @param configuration null where the faults leave none
     * @param faults none when a node may start with it
     */
    public record Examined(@Nullable ServiceConfiguration configuration, List<Fault> faults) {
        public Examined {
            faults = List.copyOf(faults);
        }
    }

    /**
     * Reads and checks, for somebody who goes on with a configuration that has faults.
     *
     * @throws ConfigurationFault when the file cannot be read, or is not YAML
     */
    public static Examined examine(Path file, Map<String, String> environment) {
        Bound<ServiceConfiguration> bound = RecordBinder.bind(tree(file, environment), ServiceConfiguration.class);
        ServiceConfiguration configuration = bound.value();
        if (configuration == null) {
            return new Examined(null, bound.faults());
        }
        List<Fault> faults = new ArrayList<>();
        checkUrls(configuration, faults);
        checkDatabase(configuration, faults);
        checkTokens(configuration, faults);
        checkDataKeys(configuration.dataKeys(), faults);
        checkIssuer(configuration, faults);
        checkMail(configuration.mail(), faults);
        ServerSettings server = configuration.server();
        if (server.port() != 0 && server.port() == server.adminPort()) {
            fault(faults, "/server/adminPort", "Is the application's port too. Choose another.");
        }
        return new Examined(configuration, faults);
    }

    private static JsonNode tree(Path file, Map<String, String> environment) {
        try {
            if (Files.size(file) > LARGEST) {
                throw new ConfigurationFault(file, List.of(at("", "Is longer than a megabyte. Is it the right file?")));
            }
            JsonNode tree = YAMLMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build()
                    .readTree(file.toFile());
            String publicUrl = environment.get(PUBLIC_URL_VARIABLE);
            if (tree instanceof ObjectNode object && publicUrl != null && !object.has("publicUrl")) {
                object.put("publicUrl", publicUrl);
            }
            return tree;
        } catch (JsonProcessingException e) {
            throw new ConfigurationFault(file, List.of(at("", "Is not YAML: " + e.getOriginalMessage() + ".")));
        } catch (IOException e) {
            throw new ConfigurationFault(
                    file, List.of(at("", "Cannot be read (" + e + "). Check the path and its permissions.")));
        }
    }

    private static void checkUrls(ServiceConfiguration configuration, List<Fault> faults) {
        checkUrl("/publicUrl", configuration.publicUrl(), faults);
        URI pki = configuration.publicPkiUrl();
        if (pki != null) {
            checkUrl("/publicPkiUrl", pki, faults);
        }
        if (!configuration.pkiBase().startsWith("http://")) {
            fault(
                    faults,
                    "/publicPkiUrl",
                    "CRL and OCSP addresses stand in certificates for years and must be plain http. Give a http URL.");
        }
    }

    private static void checkUrl(String pointer, URI url, List<Fault> faults) {
        boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
        String path = url.getRawPath();
        if (!http
                || url.getHost() == null
                || url.getRawQuery() != null
                || url.getRawFragment() != null
                || url.getRawUserInfo() != null
                || !(path == null || path.isEmpty() || path.equals("/"))) {
            fault(
                    faults,
                    pointer,
                    "\"" + url + "\" is not an address such as https://ams.example.go.id, without a path.");
        }
    }

    private static void checkDatabase(ServiceConfiguration configuration, List<Fault> faults) {
        if (configuration.database().url().contains("password=")) {
            fault(faults, "/database/url", "Holds a password. Put it into a file and name that under passwords.");
        }
        if (configuration.has(NodeRole.WEB)) {
            checkPassword(configuration, DatabaseRole.WEB, faults);
        }
        if (configuration.has(NodeRole.ISSUER)) {
            checkPassword(configuration, DatabaseRole.ISSUER, faults);
        }
    }

    private static void checkPassword(ServiceConfiguration configuration, DatabaseRole role, List<Fault> faults) {
        String pointer = "/database/passwords/" + role.name().toLowerCase(java.util.Locale.ROOT);
        checkSecret(configuration.database().passwords().of(role), pointer, faults);
    }

    private static void checkSecret(@Nullable Path file, String pointer, List<Fault> faults) {
        if (file == null) {
            fault(faults, pointer, "This node needs it. Name a file with the password, mode 0600.");
            return;
        }
        try {
            Secret.fromFile(file);
        } catch (IllegalArgumentException e) {
            fault(faults, pointer, String.valueOf(e.getMessage()) + ".");
        }
    }

    private static void checkTokens(ServiceConfiguration configuration, List<Fault> faults) {
        TokensSettings tokens = configuration.tokens();
        if (configuration.has(NodeRole.WEB) && tokens.data() == null) {
            fault(faults, "/tokens/data", "A web node needs the data token. Name it.");
        }
        if (configuration.has(NodeRole.ISSUER) && tokens.ca() == null) {
            fault(faults, "/tokens/ca", "An issuer node needs the ca token. Name it.");
        }
        if (!configuration.has(NodeRole.ISSUER) && tokens.ca() != null) {
            fault(faults, "/tokens/ca", "A node that only faces people must not reach the ca token. Remove it.");
        }
        if (!configuration.has(NodeRole.ISSUER) && tokens.root() != null) {
            fault(faults, "/tokens/root", "A node that only faces people must not reach the root token. Remove it.");
        }
        tokens.byPurpose().forEach((purpose, token) -> {
            String pointer = "/tokens/" + purpose.name().toLowerCase(java.util.Locale.ROOT);
            if (!Files.isReadable(token.module())) {
                fault(
                        faults,
                        pointer + "/module",
                        "The library " + token.module() + " cannot be read. Install it or mend the path.");
            }
            try {
                if (!token.pinShares()) {
                    token.withReplicas(purpose);
                }
            } catch (IllegalArgumentException e) {
                fault(faults, pointer, String.valueOf(e.getMessage()));
            }
        });
    }

    private static void checkDataKeys(DataKeyLabels labels, List<Fault> faults) {
        Map<String, String> places = new HashMap<>();
        for (DataKeyLabels.Placed placed : labels.all()) {
            String label = placed.label();
            if (label.isEmpty() || label.length() > DataKeyLabels.LONGEST) {
                fault(
                        faults,
                        placed.pointer(),
                        "A key's label has 1 to " + DataKeyLabels.LONGEST + " characters, not " + label.length() + ".");
            }
            String before = places.putIfAbsent(label, placed.pointer());
            if (before != null) {
                fault(
                        faults,
                        placed.pointer(),
                        "\"" + label + "\" stands in " + before + " too. Each key has one purpose, and a former key is"
                                + " not the present one.");
            }
        }
    }

    private static void checkIssuer(ServiceConfiguration configuration, List<Fault> faults) {
        TokenSettings ca = configuration.tokens().ca();
        if (ca == null) {
            return;
        }
        try {
            configuration.issuer().forIssuance(ca.longestSignature());
        } catch (IllegalArgumentException e) {
            fault(faults, "/issuer", String.valueOf(e.getMessage()) + ".");
        }
        if (configuration.issuer().signers() > ca.permits()) {
            fault(
                    faults,
                    "/issuer/signers",
                    "There are more signers than the ca token has permits (" + ca.permits()
                            + "). Lower one or raise the other.");
        }
    }

    private static void checkMail(MailSettings mail, List<Fault> faults) {
        if (mail.transport() == MailSettings.Transport.SMTP && mail.host() == null) {
            fault(faults, "/mail/host", "The transport smtp needs a host. Name it.");
        }
        if (mail.transport() == MailSettings.Transport.EML && mail.folder() == null) {
            fault(faults, "/mail/folder", "The transport eml needs a folder. Name one the service may write to.");
        }
        if (mail.passwordFile() != null) {
            checkSecret(mail.passwordFile(), "/mail/passwordFile", faults);
        }
    }

    private static void fault(List<Fault> faults, String pointer, String sentence) {
        faults.add(at(pointer, sentence));
    }

    private static Fault at(String pointer, String sentence) {
        return new Fault(pointer, "configuration", new Sentence(sentence, sentence));
    }
}
