/** The configuration file. */
package id.segel.api.config;
