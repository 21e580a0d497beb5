package id.segel.ca.status;

import java.time.Instant;

/**
 * A CRL as it is served.
 *
 * @param number CRL number
 * @param thisUpdate when its facts were true
 * @param nextUpdate when a newer one is there at the latest
 * @param der the bytes
 */
public record PublishedCrl(long number, Instant thisUpdate, Instant nextUpdate, byte[] der) {}
