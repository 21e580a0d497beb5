/**
 * What holds for every request whatever it asks: request id, security headers, bodies and their limits, problems, entity
 * tags, idempotency, rate limits. Uses {@code bind} and the authority's refusals. What must stay true: every answer has a
 * request id; every error is problem+json in the reader's language, also those the server makes before any resource is
 * found; no answer shows what is inside.
 */
package id.segel.api.http;
