/**
 * {@code segel doctor} and {@code GET /doctor}: looks at everything a node needs and says what to do. Each look is a class
 * of its own ({@link id.segel.api.doctor.Check}, {@link id.segel.api.doctor.TokenCheck}); what it finds is one of a closed
 * set of topics with a stable id. What must stay true: nothing is changed; beside a running server no token is opened here,
 * the server looks at those it has open; no finding holds a secret or personal data.
 */
package id.segel.api.doctor;
