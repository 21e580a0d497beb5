package id.segel.ca.issuance;

import id.segel.ca.ceremony.Ceremony;
import id.segel.ca.store.CoreDatabase;
import id.segel.ca.store.Database;
import id.segel.ca.store.DatabaseRole;
import id.segel.hsm.Token;
import id.segel.hsm.TokenPurpose;
import id.segel.softhsm.TestToken;
import id.segel.softhsm.TestTokens;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * An issuer in a process of its own, so that it can be killed for real. Arguments: database URL, token label, PIN, and
 * "ceremony" (makes the hierarchy and ends) or "issue" (works until it is killed).
 */
public final class IssuerChild {
    static final Duration LEASE = Duration.ofSeconds(4);

    private IssuerChild() {}

    public static void main(String[] arguments) throws InterruptedException {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        TestToken testToken = new TestToken(TestTokens.module(), arguments[1], arguments[2].toCharArray(), new char[0]);
        try (Database issuer = CoreDatabase.open(arguments[0], DatabaseRole.ISSUER, meters);
                Token token = Token.open(IssuanceFixture.tokenConfiguration(testToken, testToken.module()), meters)) {
            Issuance issuance = IssuanceFixture.issuance(issuer, token, IssuanceFixture.quick(LEASE), meters);
            if (arguments[3].equals("ceremony")) {
                new Ceremony(
                                issuer,
                                IssuanceFixture.newAudit(),
                                issuance.direct(),
                                Map.of(TokenPurpose.CA, token),
                                line -> {})
                        .run(IssuanceFixture.CEREMONY);
                System.out.println("ceremony finished");
                return;
            }
            Reconciler reconciler = issuance.reconciler();
            try (IssuerWorker worker = issuance.worker()) {
                worker.start();
                System.out.println("issuing");
                while (true) {
                    reconciler.run();
                    TimeUnit.MILLISECONDS.sleep(200);
                }
            }
        }
    }
}
