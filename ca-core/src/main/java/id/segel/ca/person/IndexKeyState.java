package id.segel.ca.person;

/** How far persons are indexed under a key. */
public enum IndexKeyState {
    /** Some persons lack their index under it. */
    BUILDING,
    /** Everybody has it, and nobody is stored without. */
    COMPLETE,
    /** Not used any more; its indexes are deleted. */
    RETIRED
}
