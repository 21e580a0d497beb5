package id.segel.api.application;

import id.segel.api.application.ApplicationBody.Certificate;
import id.segel.api.application.ApplicationBody.ReasonBody;
import id.segel.ca.application.ApplicationState;
import id.segel.ca.application.ApplicationView;
import id.segel.ca.application.ReceiptState;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Where an application stands, for waiting. */
@Schema(name = "ApplicationStateReport")
public record StateBody(
        String number,
        ApplicationState state,
        String stateText,
        Instant stateSince,
        List<ReasonBody> reasons,
        @Nullable Certificate certificate) {
    static StateBody of(ReceiptState state, Locale language) {
        return new StateBody(
                state.number(),
                state.state(),
                state.label().in(language),
                state.stateSince(),
                state.reasons().stream().map(ReasonBody::of).toList(),
                Certificate.of(state.certificate()));
    }

    static StateBody of(ApplicationView view, Locale language) {
        return new StateBody(
                view.number(),
                view.state(),
                view.state().labelForApplicant().in(language),
                view.stateSince(),
                view.reasons().stream().map(ReasonBody::of).toList(),
                Certificate.of(view.certificate()));
    }
}
