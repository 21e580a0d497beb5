/**
 * The rules a request is judged by, one class per rule, all of them listed in
 * {@link id.segel.csr.check.StandardChecks}.
 *
 * <p>May use {@link id.segel.csr} and Bouncy Castle's ASN.1 and elliptic curves. What must stay true: a rule has no state, looks at one
 * thing, judges structure that anybody could have chosen, and never trusts that another rule was met before it.
 */
@NullMarked
package id.segel.csr.check;

import org.jspecify.annotations.NullMarked;
