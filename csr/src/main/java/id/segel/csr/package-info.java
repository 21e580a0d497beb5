/**
 * Reading a certificate signing request (PKCS#10, RFC 2986) and judging it by rules: what the applicant's file is,
 * which key it holds, whose name it carries, and everything that is wrong with it.
 *
 * <p>Pure: no input or output, no clock, no static state. May use Bouncy Castle and the JDK's own signature
 * verification, nothing else. The server and LOCK run this very code, so a request that LOCK lets pass is refused by
 * the server only for what LOCK cannot know (other people's keys).
 *
 * <p>What must stay true: any bytes whatever give a {@link id.segel.csr.CsrReport}, never an exception; all findings
 * come at once; a report never carries any part of a private key; a request whose signature was not verified is
 * always refused by a full check ({@link id.segel.csr.CsrChecker#recheck} relies on one).
 */
@NullMarked
package id.segel.csr;

import org.jspecify.annotations.NullMarked;
