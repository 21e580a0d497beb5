package id.segel.ca.status;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** The reasons of RFC 5280 5.3.1 and in whose right each may be asked for (domain notes 1.3). */
public enum RevocationReason {
    UNSPECIFIED(0, "unspecified", Party.OFFICER, Party.MANAGEMENT),
    KEY_COMPROMISE(1, "keyCompromise", Party.SUBSCRIBER, Party.OFFICER, Party.MANAGEMENT),
    CA_COMPROMISE(2, "cACompromise", Party.MANAGEMENT),
    AFFILIATION_CHANGED(3, "affiliationChanged", Party.SUBSCRIBER, Party.OFFICER, Party.MANAGEMENT),
    SUPERSEDED(4, "superseded", Party.SUBSCRIBER, Party.OFFICER, Party.MANAGEMENT),
    CESSATION_OF_OPERATION(5, "cessationOfOperation", Party.OFFICER, Party.MANAGEMENT),
    /** Comes with a suspension and is never asked for as a reason to revoke. */
    CERTIFICATE_HOLD(6, "certificateHold"),
    /** Comes with a release and is never asked for. */
    REMOVE_FROM_CRL(8, "removeFromCRL"),
    /** Takes a second officer: one suspends, another revokes. */
    PRIVILEGE_WITHDRAWN(9, "privilegeWithdrawn", Party.OFFICER, Party.MANAGEMENT),
    /** About attribute authorities, of which there is none here. */
    AA_COMPROMISE(10, "aACompromise");

    private final int code;
    private final String rfcName;
    private final Set<Party> parties;

    RevocationReason(int code, String rfcName, Party... parties) {
        this.code = code;
        this.rfcName = rfcName;
        this.parties = parties.length == 0 ? EnumSet.noneOf(Party.class) : EnumSet.copyOf(Arrays.asList(parties));
    }

    /** CRLReason. */
    public int code() {
        return code;
    }

    /** The name RFC 5280 has for it: {@code keyCompromise}. */
    public String rfcName() {
        return rfcName;
    }

    /** Whether this party may ask for a revocation with this reason. */
    public boolean mayBeAskedForBy(Party party) {
        return parties.contains(party);
    }

    /** Whether anybody may ask for a revocation with it at all. */
    public boolean isAskedFor() {
        return !parties.isEmpty();
    }

    /** The reason with this name of RFC 5280, exactly as it is written there. */
    public static Optional<RevocationReason> byName(String rfcName) {
        return Arrays.stream(values())
                .filter(reason -> reason.rfcName.equals(rfcName))
                .findFirst();
    }

    /**
     * @throws IllegalArgumentException for a number RFC 5280 does not have
     */
    public static RevocationReason byCode(int code) {
        return Arrays.stream(values())
                .filter(reason -> reason.code == code)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("RFC 5280 has no revocation reason " + code));
    }
}
