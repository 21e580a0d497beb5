package id.segel.ca.application;

import id.segel.ca.audit.Actor;
import id.segel.ca.refusal.Fault;
import id.segel.ca.refusal.Problem;
import id.segel.ca.refusal.RefusedException;
import id.segel.ca.refusal.Sentence;
import id.segel.ca.request.ApplicantSubject;
import id.segel.ca.request.CsrOccasion;
import id.segel.csr.CsrReport;
import id.segel.csr.ExpectedSubject;
import id.segel.csr.KeyRules;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What the upload would say, without the upload: so that the upload succeeds at the first try. Keeps nothing. */
final class CsrDryRun {
    private static final int OPEN_APPLICATIONS = 100;

    private final Registration registration;
    private final CsrJudge judge;

    CsrDryRun(Registration registration, CsrJudge judge) {
        this.registration = registration;
        this.judge = judge;
    }

    CsrReport check(Actor actor, byte[] file, @Nullable String productCode) {
        Situation situation = registration.web().read(handle -> look(handle, actor, productCode));
        Dossier open = situation.open();
        if (open != null) {
            return judge.judge(open, file, CsrOccasion.DRY_RUN);
        }
        return judge.judge(
                situation.person(),
                Objects.requireNonNull(situation.subject()),
                situation.profileHash() == null
                        ? KeyRules.standard()
                        : registration
                                .profiles()
                                .byHash(situation.profileHash())
                                .keyRules(),
                file,
                CsrOccasion.DRY_RUN);
    }

    private static Situation look(Handle handle, Actor actor, @Nullable String productCode) {
        long person = actor.requirePersonId();
        byte[] profile = productCode == null ? null : profileOf(handle, productCode);
        List<Dossier> open = Dossiers.allOfPerson(handle, person, OPEN_APPLICATIONS).stream()
                .filter(dossier -> ApplicationState.open().contains(dossier.state()))
                .filter(dossier ->
                        productCode == null || productCode.equals(dossier.view().product()))
                .toList();
        return open.size() == 1
                ? new Situation(open.get(0), person, null, null)
                : new Situation(null, person, subject(handle, person), profile);
    }

    private static byte[] profileOf(Handle handle, String productCode) {
        return handle.createQuery("SELECT profile_hash FROM product WHERE code = :code AND active")
                .bind("code", productCode)
                .mapTo(byte[].class)
                .findOne()
                .orElseThrow(() -> RefusedException.because(
                        Problem.INVALID,
                        List.of(new Fault(
                                "/product",
                                "product.unknown",
                                new Sentence(
                                        "Produk ini tidak ditawarkan. Pilih salah satu dari daftar produk.",
                                        "This product is not offered. Choose one from the list of products.")))));
    }

    private static ExpectedSubject subject(Handle handle, long person) {
        Optional<ExpectedSubject> subject = handle.createQuery("""
                        SELECT p.subscriber_number, p.full_name, g.name, p.unit, p.position, p.email
                          FROM person p JOIN agency g ON g.id = p.agency_id WHERE p.id = :person
                        """)
                .bind("person", person)
                .map((row, context) -> ApplicantSubject.of(
                        row.getString("subscriber_number"),
                        row.getString("full_name"),
                        row.getString("name"),
                        row.getString("unit"),
                        row.getString("position"),
                        row.getString("email")))
                .findOne();
        return subject.orElseThrow(() -> RefusedException.because(Problem.ACCOUNT_NOT_ACTIVE));
    }

    /** Either an application, or a person and a product's profile. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Situation(
            @Nullable Dossier open, long person, @Nullable ExpectedSubject subject, byte @Nullable [] profileHash) {}
}
