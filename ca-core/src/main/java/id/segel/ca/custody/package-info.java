/**
 * Custody of what opens a token: its PIN split among people, m of n (Shamir), each share written on paper by its custodian
 * and typed at a ceremony. Uses {@code store} and the hsm-adapter. What must stay true: a share is shown to its custodian
 * only and never stored, logged or put into a transcript; fewer shares than the threshold say nothing about the PIN; shares
 * of different splittings never mix; a PIN put together is tried once.
 */
package id.segel.ca.custody;
