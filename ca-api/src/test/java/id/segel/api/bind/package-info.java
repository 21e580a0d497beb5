/** Binding trees to closed records. */
package id.segel.api.bind;
