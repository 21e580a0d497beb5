/**
 * The audit log: a closed set of {@linkplain id.segel.ca.audit.AuditAction actions}, the canonical bytes of an event
 * (leaf format v1), and the writer that appends them inside the transaction of the change they tell of (DESIGN 7). Uses
 * only {@code store}. What must stay true: an event is never changed; it holds no personal data but salted commitments;
 * a refused attempt is written in a transaction of its own after the roll-back.
 */
package id.segel.ca.audit;
