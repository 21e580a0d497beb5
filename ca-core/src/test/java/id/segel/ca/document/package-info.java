/** Tests of {@code id.segel.ca.document}, on a real PostgreSQL as the web role and a real token. */
package id.segel.ca.document;
