package id.segel.ca.person;

/**
 * A blind-index key as the database knows it.
 *
 * @param id the later key has the greater one
 * @param label its label in the data token
 */
record IndexKeyRow(int id, String label, IndexKeyState state) {
    boolean is(IndexKeyState wanted) {
        return state == wanted;
    }
}
