/**
 * Applications as their applicants and LOCK have them over HTTP, and how an application looks in JSON. Thin: the
 * authority's {@code application} decides everything.
 */
package id.segel.api.application;
