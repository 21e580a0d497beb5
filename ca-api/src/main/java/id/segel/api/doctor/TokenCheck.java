package id.segel.api.doctor;

/** One look at an open token, by the server that has it open or by the doctor that opened it. */
@FunctionalInterface
interface TokenCheck {
    /**
     * Looks.
     *
     * @throws id.segel.hsm.TokenException if the token does not answer at all; what concerns one key is a finding
     */
    void look(OpenToken token, Findings findings);
}
