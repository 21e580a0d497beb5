/** The whole service, started in this JVM on a real PostgreSQL and real SoftHSM2 tokens, asked over HTTP. */
package id.segel.api;
