/** The one meter registry, its buckets, and where Prometheus fetches it. Labels are bounded and name no person. */
package id.segel.api.metrics;
