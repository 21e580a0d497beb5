@org.jspecify.annotations.NullMarked
package id.segel.ca.keyring;
