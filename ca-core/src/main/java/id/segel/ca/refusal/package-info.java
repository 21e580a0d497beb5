/**
 * How the authority says no: one closed list of {@linkplain id.segel.ca.refusal.Problem problems} and the exception that
 * carries one with all its faults. Used by every package of the authority; uses none of them. A refusal is the answer to
 * bad input or a wrong moment, never the sign of a bug of ours or of a component that is away (except the problems that
 * say so).
 */
package id.segel.ca.refusal;
