package id.segel.ca.status;

/** In whose right somebody asks for a change of status (domain notes 1.3). Which account may act as which is the caller's to know. */
public enum Party {
    /** The holder, for their own certificates only. */
    SUBSCRIBER,
    /** The service section, also for a request that came by letter or telephone from agency, heir or holder. */
    OFFICER,
    /** Those who answer for the authority itself; the only ones who change the status of its own certificates. */
    MANAGEMENT
}
