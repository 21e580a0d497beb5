/** What holds for every request. */
package id.segel.api.http;
