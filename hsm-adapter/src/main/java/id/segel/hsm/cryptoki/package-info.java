/**
 * The small native binding to a PKCS#11 library: what SunPKCS11 does not give. Slots and token information,
 * attributes, mechanisms, initialising a token, generating keys with exactly one template, storing certificates.
 *
 * <p>May use JNA only. Only {@code id.segel.hsm} may use it. What must stay true:
 *
 * <ul>
 *   <li>a library, once loaded, stays loaded: it is held statically, because a collected NativeLibrary is unloaded
 *       while SunPKCS11 still calls it, which crashes the JVM;
 *   <li>it is opened RTLD_LOCAL: with JNA's default two PKCS#11 libraries in one process resolve each other's C_
 *       functions;
 *   <li>C_Logout and C_CloseAllSessions are not here: they pull the login and the sessions from under SunPKCS11. Only
 *       sessions opened here are closed here.
 * </ul>
 */
@NullMarked
package id.segel.hsm.cryptoki;

import org.jspecify.annotations.NullMarked;
