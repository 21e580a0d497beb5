/** Tests of {@code id.segel.ca.notice}, on a real PostgreSQL as the web role. */
@NullMarked
package id.segel.ca.notice;

import org.jspecify.annotations.NullMarked;
