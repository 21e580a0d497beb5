/** Tests of {@code id.segel.ca.subjectkey}, on a real PostgreSQL. */
package id.segel.ca.subjectkey;
