package id.segel.ca.application;

/** What moves an application from one state to the next. The name is what a refusal and its audit event say. */
public enum Trigger {
    SUBMIT("submit"),
    RECALL("recall"),
    WITHDRAW("withdraw"),
    EXPIRE("expire"),
    CLAIM("claim"),
    RELEASE("release"),
    APPROVE("approve"),
    APPROVE_FIRST("approve-first"),
    DISAGREE("disagree"),
    RETURN("return"),
    REJECT("reject"),
    VOID_APPROVAL("void-approval"),
    START_ISSUING("start-issuing"),
    LAPSE_LEASE("lapse-lease"),
    FAIL_ISSUING("fail-issuing"),
    ISSUE("issue"),
    COMPLETE("complete");

    private final String wireName;

    Trigger(String wireName) {
        this.wireName = wireName;
    }

    public String wireName() {
        return wireName;
    }
}
