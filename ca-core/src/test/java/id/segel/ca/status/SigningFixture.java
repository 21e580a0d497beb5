package id.segel.ca.status;

import id.segel.ca.authority.Authorities;
import id.segel.ca.authority.AuthorityKeys;
import id.segel.hsm.Pin;
import id.segel.hsm.Token;
import id.segel.hsm.TokenConfiguration;
import id.segel.hsm.TokenPurpose;
import id.segel.softhsm.FaultShim;
import id.segel.softhsm.TestToken;
import id.segel.softhsm.TestTokens;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A SoftHSM2 token behind the fault shim, a hierarchy in it, a database beside it, and the CRL issuer over both. */
final class SigningFixture implements AutoCloseable {
    final FaultShim shim;
    final Token token;
    final TestHierarchy hierarchy;
    final StatusFixture status;
    final AuthorityKeys keys;
    final Authorities authorities;
    final PkiLocations locations = new PkiLocations(TestHierarchy.BASE);
    final CrlIssuer crls;
    final CrlStore store;
    final OpenSsl openssl;

    private final boolean ownsToken;

    SigningFixture(Path directory) {
        TestToken free = TestTokens.take();
        shim = FaultShim.around(free.module(), directory.resolve("shim"));
        token = Token.open(
                new TokenConfiguration(
                        TokenPurpose.CA,
                        shim.library(),
                        free.label(),
                        Pin.of(free.userPin()),
                        4,
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(10),
                        List.of()),
                new SimpleMeterRegistry());
        ownsToken = true;
        hierarchy = new TestHierarchy(token);
        openssl = new OpenSsl(directory);
        status = new StatusFixture(hierarchy);
        keys = new AuthorityKeys(token);
        authorities = new Authorities(status.issuer);
        crls = issuer(CrlSettings.standard());
        store = new CrlStore(status.web);
    }

    /** The same token and hierarchy with a database of its own. */
    SigningFixture(SigningFixture sharing) {
        shim = sharing.shim;
        token = sharing.token;
        ownsToken = false;
        hierarchy = sharing.hierarchy;
        openssl = sharing.openssl;
        status = new StatusFixture(hierarchy);
        keys = new AuthorityKeys(token);
        authorities = new Authorities(status.issuer);
        crls = issuer(CrlSettings.standard());
        store = new CrlStore(status.web);
    }

    CrlIssuer issuer(CrlSettings settings) {
        return new CrlIssuer(status.issuer, keys, status.audit, locations, settings, status.meters);
    }

    @Override
    public void close() {
        status.close();
        if (ownsToken) {
            token.close();
            shim.close();
        }
    }
}
