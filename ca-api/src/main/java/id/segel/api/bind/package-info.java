/**
 * Turns JSON and YAML trees into closed records and tells every fault at once. Bodies of requests and the configuration
 * file go through the same code. What must stay true: a field the record does not have is a fault, nothing is coerced,
 * and everything has a limit.
 */
package id.segel.api.bind;
