/**
 * The keys that Debian's OpenSSL could make between 2006 and 2008 (CVE-2008-0166): a bundled list of what such keys look
 * like. Beside it, among the tests, stands the generator the list was made with.
 *
 * <p>Uses the JDK alone and knows nothing of requests. What must stay true: the list is read once, whole or not at all;
 * a list that is missing or damaged is an error and never an empty list; asking it changes nothing, so that any number
 * of threads may ask.
 */
@NullMarked
package id.segel.csr.debian;

import org.jspecify.annotations.NullMarked;
