package id.segel.api.server;

import id.segel.ca.authority.Authorities;
import id.segel.ca.authority.Authority;
import id.segel.ca.status.OcspResponder;
import id.segel.ca.store.Database;
import id.segel.hsm.KeyInfo;
import id.segel.hsm.Token;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bouncycastle.cert.X509CertificateHolder;

/** Finds out which key of the ocsp token answers for which authority: the one that its certificate's issuer is. */
final class Responders {
    private Responders() {}

    static OcspResponder of(Basis basis, Database database, Token token) {
        List<Authority> authorities = new Authorities(database).all();
        Map<String, String> labels = new HashMap<>();
        for (KeyInfo key : token.keys()) {
            if (key.kind() == KeyInfo.Kind.SIGNING && key.usable()) {
                byte[] issuer = issuer(token.signingKey(key.label()).certificate(), key.label());
                authorities.stream()
                        .filter(authority -> Arrays.equals(authority.subject(), issuer))
                        .forEach(authority -> labels.put(authority.name(), key.label()));
            }
        }
        return new OcspResponder(
                database, token, labels, basis.configuration().status().ocsp(), basis.meters(), basis.clock());
    }

    private static byte[] issuer(byte[] certificate, String label) {
        try {
            return new X509CertificateHolder(certificate).getIssuer().getEncoded();
        } catch (IOException e) {
            throw new IllegalStateException(
                    "the certificate of the key " + label + " cannot be read: " + e.getMessage(), e);
        }
    }
}
