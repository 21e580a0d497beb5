/**
 * What the service does by itself: jobs that run on one node at a time, the issuer's wake-up calls, the CRL tick. What must
 * stay true: a job that fails is tried again and never ends its thread; nothing here decides anything, the authority does.
 */
package id.segel.api.job;
