/**
 * The procedure as data: the steps of SOP 009/BS.009/2017 are rows, and every application carries a timeline of when each
 * step was worked on. Uses {@code store} and {@code refusal}. What must stay true: the clock of one side stands while the
 * other side holds the file; over the norm is shown and counted and never a reason to refuse.
 */
package id.segel.ca.procedure;
