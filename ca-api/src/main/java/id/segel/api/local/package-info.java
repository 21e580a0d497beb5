/**
 * One machine, one command: the supervisor behind {@code deploy/run}, which keeps a private PostgreSQL and a SoftHSM2 directory in
 * {@code SEGEL_HOME}, carries out the first ceremony, runs the service as a child, and on request walks the procedure's
 * eight steps through the public REST API and LOCK. Uses {@code local-services} and the same public parts as any operator would. What
 * must stay true: a home that was ever served is never made anew; secrets are files only their owner reads; children are
 * ended by their id.
 */
package id.segel.api.local;
