package id.segel.api.config;

import id.segel.api.bind.Default;
import id.segel.api.bind.Limit;
import java.net.URI;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The whole file of a node.
 *
 * @param serviceName the name people see
 * @param testSystem whether pages say that this is a test system
 * @param publicUrl where people reach the service; nothing is ever built from a request
 * @param publicPkiUrl where certificates say that CRL, OCSP and CA certificates are, plain http; publicUrl if absent
 * @param roles what the node does
 * @param database the database
 * @param tokens the tokens
 * @param dataKeys labels of the keys in the data token
 * @param sessions how long sessions live
 * @param issuer bounds of the issuer
 * @param status CRL and OCSP
 * @param mail how notices leave
 * @param server the connectors
 * @param limits bounds of what comes from outside
 * @param log what is logged
 */
public record ServiceConfiguration(
        @Default("Aplikasi Manajemen Sertifikat (AMS)") @Limit(min = 1, max = 100)
        String serviceName,

        @Default("true") boolean testSystem,
        URI publicUrl,
        @Nullable URI publicPkiUrl,

        @Default("[\"web\",\"issuer\"]") @Limit(min = 1, max = 2)
        List<NodeRole> roles,

        DatabaseSettings database,
        TokensSettings tokens,
        @Default("{}") DataKeyLabels dataKeys,
        @Default("{}") SessionSettings sessions,
        @Default("{}") IssuerSettings issuer,
        @Default("{}") StatusSettings status,
        @Default("{}") MailSettings mail,
        @Default("{}") ServerSettings server,
        @Default("{}") LimitSettings limits,
        @Default("{}") LogSettings log) {
    /** Base of the URLs in certificates, without a slash at the end. */
    public String pkiBase() {
        URI pki = publicPkiUrl;
        return base(pki == null ? publicUrl : pki);
    }

    /** Base of the URLs people see, without a slash at the end. */
    public String publicBase() {
        return base(publicUrl);
    }

    public boolean has(NodeRole role) {
        return Set.copyOf(roles).contains(role);
    }

    private static String base(URI url) {
        String text = url.toString();
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }
}
