package id.segel.csr.debian;

import static org.assertj.core.api.Assertions.assertThat;

import id.segel.csr.CsrChecker;
import id.segel.csr.CsrContext;
import id.segel.csr.CsrReport;
import id.segel.csr.ExpectedSubject;
import id.segel.csr.Finding;
import id.segel.csr.FindingKind;
import id.segel.csr.KeyRules;
import id.segel.csr.KeyUseLookup;
import id.segel.csr.Language;
import id.segel.csr.RequestBuilder;
import id.segel.csr.check.DebianWeakKeyCheck;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.math.BigInteger;
import java.net.URL;
import java.security.KeyPair;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whole requests with Debian's weak keys, properly signed by them. */
class DebianWeakKeyFindingTest {

    private static final CsrContext CONTEXT = new CsrContext(KeyRules.standard(), null, null, null);
    private static final AlgorithmIdentifier EC_KEY =
            new AlgorithmIdentifier(new ASN1ObjectIdentifier("1.2.840.10045.2.1"));

    private final CsrChecker checker = CsrChecker.standard();

    @ParameterizedTest
    @EnumSource
    void aWeakEcKeyOfEverySetIsRefused(SeedFile seedFile) {
        for (Platform platform : Platform.values()) {
            for (ListedKeys kind : List.of(ListedKeys.P_256, ListedKeys.P_384)) {
                KeyPair pair = WeakKeyPairs.pair(kind, platform, seedFile, 1 + platform.ordinal());
                assertThat(ids(ec(pair).der())).containsExactly("csr.key-debian-weak");
            }
        }
    }

    @Test
    void aWeakRsaKeyIsRefusedWhateverItsExponent() {
        KeyPair pair = WeakKeyPairs.pair(ListedKeys.RSA_2048, Platform.LE64, SeedFile.READ, 1);
        RequestBuilder request = RequestBuilder.with(pair, RequestBuilder.SHA256_RSA, "SHA256withRSA");
        CsrReport report = checker.check(request.der(), CONTEXT);
        assertThat(report.findings()).containsExactly(FindingKind.KEY_DEBIAN_WEAK.with());
        assertThat(report.refused()).isTrue();
        assertThat(report.findings().get(0).message(Language.ID)).contains("CVE-2008-0166");

        request.rsaPublicKey(((RSAPublicKey) pair.getPublic()).getModulus(), BigInteger.valueOf(3));
        assertThat(ids(request.der())).contains("csr.key-debian-weak", "csr.rsa-exponent");
    }

    /** Whoever knows the private key d knows that of the other point as well: it is n - d. */
    @Test
    void theMirroredPointOfAWeakKeyIsRefusedInEveryForm() {
        KeyPair pair = WeakKeyPairs.pair(ListedKeys.P_256, Platform.LE32, SeedFile.ABSENT, 77);
        byte[] point = new byte[65];
        point[0] = 4;
        ECPublicKey key = (ECPublicKey) pair.getPublic();
        copy(key.getW().getAffineX(), point, 33);
        BigInteger field =
                ((java.security.spec.ECFieldFp) key.getParams().getCurve().getField()).getP();
        copy(field.subtract(key.getW().getAffineY()), point, 65);
        assertThat(ids(ec(pair).publicKey(curve("1.2.840.10045.3.1.7"), point).der()))
                .contains("csr.key-debian-weak");

        byte[] compressed = new byte[33];
        compressed[0] = 2;
        System.arraycopy(point, 1, compressed, 1, 32);
        assertThat(ids(ec(pair).publicKey(curve("1.2.840.10045.3.1.7"), compressed)
                        .der()))
                .contains("csr.key-debian-weak");
        assertThat(ids(ec(pair).publicKey(curve("1.2.840.10045.3.1.7"), new byte[32])
                        .der()))
                .doesNotContain("csr.key-debian-weak", "csr.cannot-be-checked");
        assertThat(ids(ec(pair).publicKey(curve("1.3.132.0.34"), point).der())).doesNotContain("csr.key-debian-weak");
    }

    @Test
    void honestKeysPass() {
        assertThat(ids(RequestBuilder.rsa().der())).isEmpty();
        assertThat(ids(RequestBuilder.ec().der())).isEmpty();
        assertThat(ids(ec(RequestBuilder.ecKey("secp384r1")).der())).isEmpty();
    }

    @Test
    void withoutAListNoKeyPasses() {
        CsrChecker poor = new CsrChecker(List.of(new DebianWeakKeyCheck(() -> {
            throw new IllegalStateException("The list is missing.");
        })));
        for (RequestBuilder request : List.of(RequestBuilder.rsa(), RequestBuilder.ec())) {
            CsrReport report = poor.check(request.der(), CONTEXT);
            assertThat(report.findings()).containsExactly(FindingKind.CANNOT_BE_CHECKED.with("debian-weak-key"));
            assertThat(report.refused()).isTrue();
        }
    }

    /** The whole program from a class path without the resource; the second request shall not fare better. */
    @Test
    void aProgramInstalledWithoutItsListRefusesEveryRequest() throws ReflectiveOperationException {
        ClassLoader poor = new WithoutTheList(getClass().getClassLoader());
        Class<?> contextClass = poor.loadClass(CsrContext.class.getName());
        Object rules =
                poor.loadClass(KeyRules.class.getName()).getMethod("standard").invoke(null);
        Object context = contextClass
                .getConstructor(
                        rules.getClass(),
                        poor.loadClass(ExpectedSubject.class.getName()),
                        byte[].class,
                        poor.loadClass(KeyUseLookup.class.getName()))
                .newInstance(rules, null, null, null);
        Class<?> checkerClass = poor.loadClass(CsrChecker.class.getName());
        Object poorChecker = checkerClass.getMethod("standard").invoke(null);
        Method check = checkerClass.getMethod("check", byte[].class, contextClass);
        for (int time = 1; time <= 2; time++) {
            Object report = check.invoke(poorChecker, RequestBuilder.ec().der(), context);
            assertThat(String.valueOf(report.getClass().getMethod("findings").invoke(report)))
                    .contains("csr.cannot-be-checked", "debian-weak-key");
        }
    }

    private static final class WithoutTheList extends ClassLoader {

        WithoutTheList(ClassLoader parent) {
            super(parent);
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                if (loaded != null || !name.startsWith("id.segel.csr.")) {
                    return loaded != null ? loaded : super.loadClass(name, resolve);
                }
                try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
                    if (in == null) {
                        throw new ClassNotFoundException(name);
                    }
                    byte[] bytes = in.readAllBytes();
                    return defineClass(name, bytes, 0, bytes.length);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }

        @Override
        public @Nullable URL getResource(String name) {
            return name.endsWith(DebianWeakKeys.RESOURCE) ? null : super.getResource(name);
        }
    }

    private List<String> ids(byte[] request) {
        return checker.check(request, CONTEXT).findings().stream()
                .map(Finding::id)
                .toList();
    }

    private static RequestBuilder ec(KeyPair pair) {
        return RequestBuilder.with(pair, RequestBuilder.SHA256_ECDSA, "SHA256withECDSA");
    }

    private static AlgorithmIdentifier curve(String oid) {
        return new AlgorithmIdentifier(EC_KEY.getAlgorithm(), new ASN1ObjectIdentifier(oid));
    }

    /** Writes a number so that it ends before {@code end}. */
    private static void copy(BigInteger number, byte[] to, int end) {
        byte[] bytes = number.toByteArray();
        int length = Math.min(bytes.length, 32);
        System.arraycopy(bytes, bytes.length - length, to, end - length, length);
    }
}
