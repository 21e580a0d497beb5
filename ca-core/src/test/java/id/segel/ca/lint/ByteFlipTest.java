package id.segel.ca.lint;

import static org.assertj.core.api.Assertions.assertThat;

import id.segel.ca.lint.rule.StandardRules;
import id.segel.ca.profile.CertificateProfile;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** No octet of a certificate can be changed, left out or put in without a rule that says so and where it comes from. */
class ByteFlipTest {
    static final List<String> BUNDLED = List.of(
            "root-ca",
            "issuing-ca",
            "cross-ca",
            "ocsp-responder",
            "audit-signer",
            "enrolment-signer",
            "osd-lu-kelas-2-individu");

    private static final int[] MASKS = {0x01, 0x02, 0x04, 0x08, 0x10, 0x20, 0x40, 0x80, 0xFF};
    /** Those that compare octets find most, and with little work: they are asked first. */
    private static final List<String> FIRST = List.of(
            "lint.extension-bytes",
            "lint.public-key",
            "lint.subject-name",
            "lint.issuer-name",
            "lint.serial-promised",
            "lint.signature-algorithm",
            "lint.validity-promised");

    private static final List<LintRule> RULES = StandardRules.all().stream()
            .sorted(Comparator.comparing(rule -> !FIRST.contains(rule.id())))
            .toList();

    @TestFactory
    List<DynamicTest> everyChangedOctetIsFound() {
        PublicKey p256 = TestKeys.ec("secp256r1");
        List<DynamicTest> tests = new ArrayList<>();
        for (String name : BUNDLED) {
            tests.add(test(name + " with P-256", CertificateProfile.bundled(name), p256));
        }
        CertificateProfile subscriber = CertificateProfile.bundled("osd-lu-kelas-2-individu");
        tests.add(test("subscriber with P-384", subscriber, TestKeys.ec("secp384r1")));
        tests.add(test("subscriber with RSA-2048", subscriber, TestKeys.rsa(2048)));
        tests.add(test("subscriber with RSA-3072", subscriber, TestKeys.rsa(3072)));
        tests.add(test("subscriber with RSA-4096", subscriber, TestKeys.rsa(4096)));
        tests.add(test("issuing CA with P-384", CertificateProfile.bundled("issuing-ca"), TestKeys.ec("secp384r1")));
        tests.add(test("everything, with Ed25519", LintProfiles.full(), TestKeys.ed25519()));
        return tests;
    }

    private static DynamicTest test(String name, CertificateProfile profile, PublicKey key) {
        return DynamicTest.dynamicTest(name, () -> {
            TbsRecipe recipe = TbsRecipe.of(profile, key);
            byte[] tbs = recipe.tbs();
            assertThat(Linter.standard().check(recipe.subjectOfLint(tbs))).isEmpty();
            List<String> unseen = new ArrayList<>();
            for (int at = 0; at < tbs.length; at++) {
                byte kept = tbs[at];
                for (int mask : MASKS) {
                    tbs[at] = (byte) (kept ^ mask);
                    note(unseen, recipe, tbs, "octet " + at + " ^ " + mask);
                }
                tbs[at] = kept;
                note(unseen, recipe, Bytes.inserted(tbs, at, "00"), "00 put in at " + at);
                note(unseen, recipe, Bytes.without(tbs, at), "octet " + at + " left out");
            }
            assertThat(unseen).isEmpty();
        });
    }

    private static void note(List<String> unseen, TbsRecipe recipe, byte[] tbs, String what) {
        if (!isFound(recipe.subjectOfLint(tbs))) {
            unseen.add(what);
        }
    }

    /** As {@link Linter#check} does, up to the first finding: there are 100,000 certificates to look at. */
    private static boolean isFound(LintSubject subject) {
        if (subject.unreadable() != null) {
            return !Linter.READABLE_SOURCE.isBlank();
        }
        for (LintRule rule : RULES) {
            try {
                if (!rule.check(subject).isEmpty()) {
                    return !rule.source().isBlank();
                }
            } catch (IllegalArgumentException | IllegalStateException | LintSubject.UnreadableException e) {
                return !rule.source().isBlank();
            }
        }
        return false;
    }
}
