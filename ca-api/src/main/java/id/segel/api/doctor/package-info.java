/** {@code segel doctor}: looks at everything a node needs and says what to mend. Changes nothing. */
package id.segel.api.doctor;
