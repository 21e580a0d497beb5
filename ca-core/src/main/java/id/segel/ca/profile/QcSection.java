package id.segel.ca.profile;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The QCStatements of a profile. */
final class QcSection {
    private static final List<String> TYPES = List.of("esign", "eseal", "web");
    private static final int MOST_DISCLOSURES = 8;
    private static final Pattern LANGUAGE = Pattern.compile("[a-z]{2}");

    private QcSection() {}

    static @Nullable QcTerms read(JsonPlace profile) {
        if (!profile.has("qcStatements")) {
            return null;
        }
        JsonPlace place = profile.at("qcStatements");
        if (!place.isObjectOf("compliance", "sscd", "types", "disclosures")) {
            return null;
        }
        List<String> types = place.distinctTexts("types", TYPES.size());
        for (String type : types) {
            if (!TYPES.contains(type)) {
                place.fault("types", type + " is not one of " + TYPES);
            }
        }
        QcTerms terms =
                new QcTerms(place.flag("compliance", false), place.flag("sscd", false), types, disclosures(place));
        if (!terms.compliance()
                && !terms.sscd()
                && types.isEmpty()
                && terms.disclosures().isEmpty()) {
            place.fault("states nothing; leave qcStatements out");
        }
        return terms;
    }

    private static List<QcTerms.Disclosure> disclosures(JsonPlace place) {
        List<QcTerms.Disclosure> disclosures = new ArrayList<>();
        for (JsonPlace each : place.items("disclosures", MOST_DISCLOSURES)) {
            if (!each.isObjectOf("url", "language")) {
                continue;
            }
            String url = each.requiredText("url");
            String language = each.requiredText("language");
            if (url == null || language == null) {
                continue;
            }
            if (!Addresses.isAddress(url, Set.of("https"))) {
                each.fault("url", url + " is no https address (EN 319 412-5 4.3.4)");
            }
            if (!LANGUAGE.matcher(language).matches()) {
                each.fault("language", language + " is no language of ISO 639-1, two small letters such as en");
            }
            disclosures.add(new QcTerms.Disclosure(url, language));
        }
        if (!disclosures.isEmpty()
                && disclosures.stream().noneMatch(each -> each.language().equals("en"))) {
            place.fault("disclosures", "one disclosure statement is in English (EN 319 412-5 4.3.4)");
        }
        return disclosures;
    }

    static void check(JsonPlace profile, @Nullable QcTerms terms, CertificateKind kind) {
        if (terms != null && kind != CertificateKind.SUBSCRIBER) {
            profile.fault("qcStatements", "only certificates of persons are qualified; leave it out of kind " + kind);
        }
    }
}
