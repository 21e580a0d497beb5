/**
 * What the service section does over HTTP: queue, review, decision, and the status of certificates. Thin: the authority's
 * {@code application} and {@code status} decide everything.
 */
package id.segel.api.office;
