package id.segel.csr;

/** What is known about a public key at the moment of the check. */
public enum KeyUse {
    /** Never seen. */
    UNUSED,
    /** Already in this very application: sending it again is no fault. */
    SAME_APPLICATION,
    /** In an earlier application or certificate of the same person; each certificate needs a new key. */
    OWN_EARLIER,
    /** In an application or certificate of somebody else. */
    ANOTHER_PERSON,
    /** On the list of blocked keys. */
    BLOCKED
}
