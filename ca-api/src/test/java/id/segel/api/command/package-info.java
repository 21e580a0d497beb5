/** The commands, as typed. */
package id.segel.api.command;
