package id.segel.ca.status;

import java.net.URI;
import java.net.URISyntaxException;

/**
 * The addresses that certificates and CRLs carry for years, built from one setting and never from a request (DESIGN 6).
 *
 * @param base scheme, host and port that the public reaches, plain http; a slash at its end is left out
 */
public record PkiLocations(String base) {
    public PkiLocations {
        URI uri;
        try {
            uri = new URI(base);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("the public address " + base + " is no address: " + e.getMessage(), e);
        }
        if (!"http".equals(uri.getScheme())
                || uri.getHost() == null
                || uri.getUserInfo() != null
                || uri.getQuery() != null
                || uri.getFragment() != null) {
            throw new IllegalArgumentException("the public address " + base
                    + " does not fit; give it as http://host or http://host:port (plain http, RFC 5280 8)");
        }
        while (base.endsWith("/")) {
            base = base.substring(0, base.length() - 1);
        }
    }

    /** The complete CRL of an authority. */
    public String completeCrl(String authority) {
        return base + "/pki/" + authority + ".crl";
    }

    /** A shard of an authority's CRL: the distribution point of its certificates. */
    public String crlShard(String authority, int shard) {
        return base + "/pki/" + authority + "/" + shard + ".crl";
    }

    /** The authority's own certificate. */
    public String certificate(String authority) {
        return base + "/pki/" + authority + ".crt";
    }

    /** The OCSP responder. */
    public String ocsp() {
        return base + "/pki/ocsp";
    }
}
