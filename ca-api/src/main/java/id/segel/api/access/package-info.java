/**
 * Who asks and what they may: authentication before matching, the one table of permissions, CSRF. Uses the authority's
 * sessions. What must stay true: an operation that the table does not have cannot be called; without credentials nothing
 * of the API is told apart (401 comes before 404, 405, 415 and 422); a cookie alone changes nothing.
 */
package id.segel.api.access;
