/** Tests of {@code id.segel.ca.procedure}, on a real PostgreSQL as the web role and a real token. */
package id.segel.ca.procedure;
