/**
 * Sessions, activation and the agreement, as HTTP has them. Thin: the authority's {@code access} and {@code person} do the
 * work.
 */
package id.segel.api.session;
