/**
 * The commands. What must stay true: no secret in an argument or on a screen but one-time secrets made for who asked; an
 * error is a sentence on stderr and exit code 1, a wrong call exit code 2, a stack trace never.
 */
package id.segel.api.command;
