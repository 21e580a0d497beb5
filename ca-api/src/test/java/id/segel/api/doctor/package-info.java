/** The doctor as a person runs it: in a process of its own, at whole and broken installations, and beside a server. */
package id.segel.api.doctor;
