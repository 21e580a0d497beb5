/** A person's notices over HTTP. */
package id.segel.api.notice;
