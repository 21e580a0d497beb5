/** Tests of custody: shares as they are written, and custodians whose answers are scripted. */
package id.segel.ca.custody;
