package id.segel.ca.procedure;

/** What starts and ends the clock of a step. The wire names are those of the rows of {@code procedure_step}. */
public enum ProcedureEvent {
    SESSION("session"),
    PRODUCTS_SHOWN("products-shown"),
    APPLICATION("application"),
    LETTER("letter"),
    ENROLMENT("enrolment"),
    CSR("csr"),
    SUBMIT("submit"),
    CLAIM("claim"),
    DECISION("decision"),
    APPROVAL("approval"),
    ISSUED("issued"),
    DOWNLOAD("download");

    private final String wireName;

    ProcedureEvent(String wireName) {
        this.wireName = wireName;
    }

    public String wireName() {
        return wireName;
    }

    static ProcedureEvent ofWireName(String wireName) {
        for (ProcedureEvent event : values()) {
            if (event.wireName.equals(wireName)) {
                return event;
            }
        }
        throw new IllegalStateException("the procedure names an event that does not exist: " + wireName);
    }
}
