package id.segel.ca.profile;

import java.util.List;
import java.util.stream.Collectors;

/** The definition of a certificate profile is not one. Carries everything that is wrong with it. */
public final class InvalidProfileException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final transient List<ProfileFault> faults;

    InvalidProfileException(String profile, List<ProfileFault> faults) {
        super("certificate profile " + profile + ": "
                + faults.stream().map(ProfileFault::toString).collect(Collectors.joining("; ")));
        this.faults = List.copyOf(faults);
    }

    /** Every fault, in the order of the definition's sections. */
    public List<ProfileFault> faults() {
        return faults;
    }
}
