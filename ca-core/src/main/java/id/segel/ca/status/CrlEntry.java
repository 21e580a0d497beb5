package id.segel.ca.status;

import java.time.Instant;

/**
 * A certificate that stands on a CRL.
 *
 * @param serial octets of its serial number
 * @param revokedAt since when
 * @param reason CRLReason
 * @param shard the shard named in the certificate
 * @param notAfter the certificate's last second
 */
record CrlEntry(byte[] serial, Instant revokedAt, int reason, int shard, Instant notAfter) {}
