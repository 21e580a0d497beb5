/** Tests of {@code id.segel.ca.request}. */
package id.segel.ca.request;
