package id.segel.ca.ceremony;

import id.segel.ca.audit.AuditLog;
import id.segel.ca.issuance.Issuance;
import id.segel.ca.store.CoreDatabase;
import id.segel.ca.store.Database;
import id.segel.ca.store.DatabaseRole;
import id.segel.hsm.Token;
import id.segel.hsm.TokenPurpose;
import id.segel.softhsm.TestToken;
import id.segel.softhsm.TestTokens;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;

/**
 * A ceremony in a process of its own, so that it can be killed for real. Arguments: database URL, root token, its PIN, ca
 * token, its PIN, and "run" or "clean-up".
 */
public final class CeremonyChild {
    /** The hierarchy with keys that are quick to make. */
    private static final String FILE = CeremonyFixture.HIERARCHY.replace("RSA_3072", "EC_P384");

    private CeremonyChild() {}

    public static void main(String[] arguments) {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        AuditLog audit = new AuditLog(Clock.systemUTC(), new SecureRandom());
        try (Database issuer = CoreDatabase.open(arguments[0], DatabaseRole.ISSUER, meters);
                Token root = open(arguments[1], arguments[2]);
                Token ca = open(arguments[3], arguments[4])) {
            Issuance issuance = CeremonyFixture.issuance(issuer, ca, audit, meters);
            Map<TokenPurpose, Token> tokens = Map.of(
                    TokenPurpose.ROOT,
                    root,
                    TokenPurpose.CA,
                    ca,
                    TokenPurpose.OCSP,
                    ca,
                    TokenPurpose.AUDIT,
                    ca,
                    TokenPurpose.DATA,
                    ca);
            Ceremony ceremony = new Ceremony(new CeremonyTools(
                    issuer,
                    audit,
                    issuance.direct(),
                    tokens,
                    new CeremonyFolder(null, arguments.length > 6 ? Path.of(arguments[6]) : null),
                    "segel test",
                    System.out::println));
            try {
                ceremony.run(FILE, arguments[5].equals("clean-up"));
            } catch (RuntimeException e) {
                System.out.println("REFUSED " + e.getMessage());
                root.keys().forEach(key -> System.out.println("KEY " + key.label() + " " + key.usable()));
                ca.keys().forEach(key -> System.out.println("KEY " + key.label() + " " + key.usable()));
                return;
            }
            root.keys().forEach(key -> System.out.println("KEY " + key.label() + " " + key.usable()));
            ca.keys().forEach(key -> System.out.println("KEY " + key.label() + " " + key.usable()));
        }
    }

    private static Token open(String label, String pin) {
        return CeremonyFixture.open(new TestToken(TestTokens.module(), label, pin.toCharArray(), new char[0]));
    }
}
