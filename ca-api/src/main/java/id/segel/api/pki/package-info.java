/**
 * What relying parties fetch: certificates of authorities, CRLs, OCSP. Public, plain http, cacheable. Uses the authority's
 * {@code authority} and {@code status}.
 */
package id.segel.api.pki;
