/** Who asks and what they may. */
package id.segel.api.access;
