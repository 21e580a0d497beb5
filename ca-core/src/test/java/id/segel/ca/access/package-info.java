/** Tests of {@code id.segel.ca.access}, on a real PostgreSQL as the web role. */
@NullMarked
package id.segel.ca.access;

import org.jspecify.annotations.NullMarked;
