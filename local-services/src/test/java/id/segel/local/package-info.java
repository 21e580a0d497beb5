/** Tests of the launcher on real servers; as root they run PostgreSQL as the user nobody, which every Linux has. */
@NullMarked
package id.segel.local;

import org.jspecify.annotations.NullMarked;
