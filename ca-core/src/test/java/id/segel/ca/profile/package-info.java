/** Tests of the profile language: what is taken, what is refused, where and why. */
package id.segel.ca.profile;
