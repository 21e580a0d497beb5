/**
 * Puts a node together and runs it: opens what it needs in order, starts Jetty, and closes all in the opposite order. What
 * must stay true: a node opens only the tokens and database roles its roles need; a start that fails leaves nothing open.
 */
package id.segel.api.server;
