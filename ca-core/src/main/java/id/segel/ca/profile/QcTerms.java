package id.segel.ca.profile;

import java.util.List;

/**
 * Statements of a qualified certificate (RFC 3739 3.2.6, ETSI EN 319 412-5). They mean something under EU law only.
 *
 * @param compliance esi4-qcStatement-1: issued as a qualified certificate
 * @param sscd esi4-qcStatement-4: the key is in a qualified signature creation device
 * @param types esi4-qcStatement-6: out of {@code esign}, {@code eseal}, {@code web}, in order
 * @param disclosures esi4-qcStatement-5: where the PKI disclosure statements are
 */
public record QcTerms(boolean compliance, boolean sscd, List<String> types, List<Disclosure> disclosures) {
    public QcTerms {
        types = List.copyOf(types);
        disclosures = List.copyOf(disclosures);
    }

    /**
     * A PKI disclosure statement.
     *
     * @param url https address
     * @param language ISO 639-1, two small letters
     */
    public record Disclosure(String url, String language) {}
}
