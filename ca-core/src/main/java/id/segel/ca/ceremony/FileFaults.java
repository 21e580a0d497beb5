package id.segel.ca.ceremony;

import id.segel.ca.issuance.SubjectNames;
import id.segel.ca.profile.CertificateKind;
import id.segel.ca.profile.CertificateProfile;
import id.segel.hsm.TokenPurpose;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Everything that is wrong with a ceremony file by itself, before tokens and database are looked at. */
final class FileFaults {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{1,62}");
    private static final Pattern HEX = Pattern.compile("([0-9a-fA-F]{2}){1,20}");

    private final List<String> faults = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private final Set<String> labels = new HashSet<>();
    private final Set<String> ids = new HashSet<>();

    private FileFaults() {}

    static List<String> of(CeremonyFile file) {
        FileFaults check = new FileFaults();
        check.file(file);
        return check.faults;
    }

    private void file(CeremonyFile file) {
        if (file.title() == null || file.title().isBlank() || isSeveralLines(file.title())) {
            faults.add("title is missing, or longer than a line");
        }
        if (file.operators().isEmpty()) {
            faults.add("operators: name at least one person who carries it out");
        }
        if (file.operators().stream().anyMatch(FileFaults::isSeveralLines)
                || file.witnesses().stream().anyMatch(FileFaults::isSeveralLines)) {
            faults.add("operators and witnesses: give each name on one line");
        }
        CeremonyFile.DataKeys dataKeys = file.dataKeys();
        if (dataKeys != null) {
            if (dataKeys.labels().isEmpty()) {
                faults.add("dataKeys: name wrapping, blindIndex or both");
            }
            dataKeys.labels().forEach(label -> label("dataKeys", label));
        }
        for (CeremonyFile.AuthorityEntry entry : file.authorities()) {
            String where = "authorities: " + entry.name();
            if (entry.issuer() != null && entry.issuer().equals(entry.name())) {
                faults.add(where + " is issued by itself; leave issuer out for a root");
            }
            name("authorities", entry.name());
            authority(where, entry.token(), entry.key(), entry.subject(), entry.profile());
        }
        for (CeremonyFile.RequestEntry entry : file.requests()) {
            name("requests", entry.name());
            authority("requests: " + entry.name(), entry.token(), entry.key(), entry.subject(), entry.profile());
        }
        for (CeremonyFile.AnswerEntry entry : file.answers()) {
            if (entry.authority() == null || entry.certificate() == null) {
                faults.add("answers: name authority and certificate");
            }
            profile("answers: " + entry.authority(), entry.profile(), CertificateKind.CA);
        }
        for (CeremonyFile.RolloverEntry entry : file.rollovers()) {
            if (entry.authority() == null) {
                faults.add("rollovers: name the authority that gets a new generation");
            }
            name("rollovers", entry.successor());
            authority("rollovers: " + entry.successor(), null, entry.key(), entry.subject(), entry.profile());
        }
        for (CeremonyFile.ResponderEntry entry : file.responders()) {
            String where = "responders: " + entry.authority();
            check(where, entry.key(), entry.subject());
            profile(where, entry.profile(), CertificateKind.OCSP);
        }
        for (CeremonyFile.ServiceEntry entry : file.services()) {
            if (entry.token() != TokenPurpose.DATA && entry.token() != TokenPurpose.AUDIT) {
                faults.add("services: the token of a service key is data or audit, not " + entry.token());
            }
            String where = "services: " + entry.authority();
            check(where, entry.key(), entry.subject());
            profile(where, entry.profile(), CertificateKind.SERVICE);
        }
        for (CeremonyFile.ProductEntry entry : file.products()) {
            if (entry.code() == null || !NAME.matcher(entry.code()).matches()) {
                faults.add("products: the code " + entry.code() + " is missing or not of small letters, digits and -");
            }
            profile("products: " + entry.code(), entry.profile(), CertificateKind.SUBSCRIBER);
        }
    }

    private static boolean isSeveralLines(String text) {
        return text.chars().anyMatch(character -> character < ' ');
    }

    private void name(String section, @Nullable String name) {
        if (name == null || !names.add(name)) {
            faults.add(section + ": the name " + name + " is missing or stands twice");
        } else if (!NAME.matcher(name).matches()) {
            faults.add(section + ": the name " + name + " is not of small letters, digits and -, as it stands in URLs");
        }
    }

    private void authority(
            String where,
            @Nullable TokenPurpose token,
            CeremonyFile.@Nullable Key key,
            @Nullable List<Map<String, String>> subject,
            @Nullable String profile) {
        if (token != null && token != TokenPurpose.CA && token != TokenPurpose.ROOT) {
            faults.add(where + ": the token of an authority is ca or root, not " + token);
        }
        check(where, key, subject);
        profile(where, profile, CertificateKind.CA);
    }

    private void check(String where, CeremonyFile.@Nullable Key key, @Nullable List<Map<String, String>> subject) {
        if (key == null || key.label() == null || key.spec() == null) {
            faults.add(where + ": key needs label and spec");
        } else {
            label(where, key.label());
            String id = key.id();
            if (id != null && !HEX.matcher(id).matches()) {
                faults.add(where + ": the CKA_ID " + id + " is not hex of 1 to 20 bytes");
            } else if (id != null && !ids.add(id.toLowerCase(java.util.Locale.ROOT))) {
                faults.add(where + ": the CKA_ID " + id + " stands twice");
            }
        }
        if (subject == null || subject.isEmpty() || subject.stream().anyMatch(part -> part.size() != 1)) {
            faults.add(where + ": subject needs one attribute in each entry, such as - C: ID");
            return;
        }
        subject.forEach(part -> part.forEach((type, value) -> {
            try {
                SubjectNames.relative(type, value);
            } catch (RuntimeException e) {
                faults.add(where + ": subject: " + e.getMessage());
            }
        }));
    }

    private void label(String where, String label) {
        if (!labels.add(label)) {
            faults.add(where + ": the key label " + label + " stands twice");
        }
        if (label.isBlank() || label.length() > 64 || !label.equals(label.strip()) || isSeveralLines(label)) {
            faults.add(where + ": \"" + label
                    + "\" cannot be a key label; use 1 to 64 characters without blanks at either end");
        }
    }

    private void profile(String where, @Nullable String name, CertificateKind kind) {
        if (name == null) {
            faults.add(where + ": profile is missing");
            return;
        }
        try {
            CertificateProfile profile = CertificateProfile.bundled(name);
            if (profile.kind() != kind) {
                faults.add(where + ": the profile " + name + " is for certificates of the kind " + profile.kind()
                        + ", not " + kind);
            }
        } catch (IllegalArgumentException e) {
            faults.add(where + ": " + e.getMessage());
        }
    }
}
