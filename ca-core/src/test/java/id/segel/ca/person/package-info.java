/** Tests of {@code id.segel.ca.person}, on a real PostgreSQL as the web role. */
@NullMarked
package id.segel.ca.person;

import org.jspecify.annotations.NullMarked;
