package id.segel.csr;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERBMPString;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERPrintableString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;

/**
 * What is accepted has one form only: taken apart and put together by the standard it gives the very bytes, and no byte of
 * it can be changed or left out. No byte is exempt in DER; in PEM the white space and what stands outside the block are.
 */
class ReencodingPropertyTest {

    private static final int TRIES = Boolean.getBoolean("segel.long") ? 20_000 : 300;

    private static final List<byte[]> GOOD = List.of(
            RequestBuilder.ec()
                    .attribute(Challenge.attribute(FindingCases.CHALLENGE))
                    .extensions(FindingCases.keyUsage(KeyUsage.digitalSignature))
                    .der(),
            RequestBuilder.rsa().der());

    private final CsrChecker checker = CsrChecker.standard();

    @Property(tries = 20, shrinking = ShrinkingMode.BOUNDED)
    void acceptingImpliesThatEncodingItAgainGivesTheSameBytes(@ForAll("seeds") long seed) {
        Random random = new Random(seed);
        int accepted = 0;
        for (int i = 0; i < TRIES / 20; i++) {
            byte[] request = any(random);
            CsrReport report = checker.check(request, FindingCases.PLAIN);
            if (!report.refused()) {
                accepted++;
                Reencoding.assertSame(request);
            }
        }
        assertThat(accepted).as("a property about nothing").isPositive();
    }

    @Example
    void everyByteCounts() {
        for (byte[] good : GOOD) {
            assertThat(checker.check(good, FindingCases.PLAIN).refused()).isFalse();
            for (int at = 0; at < good.length; at++) {
                for (int flip : new int[] {0x01, 0x80}) {
                    byte[] changed = good.clone();
                    changed[at] ^= (byte) flip;
                    assertThat(checker.check(changed, FindingCases.PLAIN).findings())
                            .as("byte %s changed by %s", at, flip)
                            .anyMatch(Finding::refuses);
                }
            }
        }
    }

    @Example
    void everyLetterOfThePemCountsButWhiteSpace() {
        byte[] pem = RequestBuilder.pem("CERTIFICATE REQUEST", GOOD.get(0), "\n")
                .strip()
                .getBytes(US_ASCII);
        for (int at = 0; at < pem.length; at++) {
            for (int flip : new int[] {0x01, 0x20}) {
                byte[] changed = pem.clone();
                changed[at] ^= (byte) flip;
                CsrReport report = checker.check(changed, FindingCases.PLAIN);
                assertThat(report.refused() || pem[at] == '\n' && changed[at] <= ' ')
                        .as("letter %s changed by %s", at, flip)
                        .isTrue();
            }
        }
    }

    @Example
    void whatIsCutOffIsRefusedWhereverItIsCut() {
        byte[] pem = RequestBuilder.pem("NEW CERTIFICATE REQUEST", GOOD.get(1), "\r\n")
                .strip()
                .getBytes(US_ASCII);
        Stream.concat(GOOD.stream(), Stream.of(pem))
                .forEach(whole -> IntStream.range(0, whole.length).forEach(length -> {
                    List<Finding> findings = checker.check(Arrays.copyOf(whole, length), FindingCases.PLAIN)
                            .findings();
                    assertThat(findings).as("cut to %s bytes", length).anyMatch(Finding::refuses);
                    assertThat(findings).extracting(Finding::id).doesNotContain("csr.cannot-be-checked");
                }));
    }

    @Provide
    Arbitrary<Long> seeds() {
        return Arbitraries.longs();
    }

    /** A request of parts that are each good or nearly so. */
    private static byte[] any(Random random) {
        RequestBuilder request = RequestBuilder.ec();
        for (int i = random.nextInt(3); i > 0; i--) {
            ASN1Encodable value = pick(
                    random,
                    new DERUTF8String("Bidang " + random.nextInt(100)),
                    new DERPrintableString("Seksi"),
                    new DERBMPString("Unit"),
                    new ASN1Integer(1));
            request.name(pick(random, "2.5.4.11", "2.5.4.12", "2.5.4.42"), value);
        }
        if (random.nextInt(8) == 0) {
            request.multiValued("2.5.4.11", "b", "2.5.4.12", "a");
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            request.attribute(
                    "1.2.840.113549.1.9." + pick(random, "2", "8", "20"),
                    pick(random, new DERUTF8String("x".repeat(random.nextInt(5))), DERNull.INSTANCE));
        }
        if (random.nextBoolean()) {
            ASN1Encodable[] extensions = new ASN1Encodable[1 + random.nextInt(2)];
            for (int i = 0; i < extensions.length; i++) {
                extensions[i] = extension(random);
            }
            request.extensions(extensions);
        }
        switch (random.nextInt(4)) {
            case 0 -> request.unsorted();
            case 1 -> request.withoutAttributes();
            default -> {}
        }
        return request.der();
    }

    private static ASN1Encodable extension(Random random) {
        ASN1Encodable octets = new DEROctetString(new byte[random.nextInt(4)]);
        return pick(
                random,
                FindingCases.keyUsage(KeyUsage.nonRepudiation),
                RequestBuilder.extension(
                        "2.5.29.15", random.nextBoolean(), new DERBitString(new byte[] {(byte) 0x80}, 0)),
                RequestBuilder.extension("2.5.29.14", false, octets),
                RequestBuilder.extensionWithDefault("2.5.29.14", octets),
                RequestBuilder.rawExtension("2.5.29.14", (byte) 4, (byte) 1),
                RequestBuilder.extension("2.5.29.19", true, new DERSequence()),
                NamesAndExtrasCases.basicConstraintsWithDefault(),
                NamesAndExtrasCases.purposes(KeyPurposeId.id_kp_clientAuth),
                NamesAndExtrasCases.names(new GeneralName(GeneralName.rfc822Name, "siti@dinas.go.id")));
    }

    @SafeVarargs
    private static <T> T pick(Random random, T... values) {
        return values[random.nextInt(values.length)];
    }
}
