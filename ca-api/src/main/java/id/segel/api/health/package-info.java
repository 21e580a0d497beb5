/**
 * Whether this node is well and ready, from what its watchers saw last. What must stay true: asking for health touches
 * neither token nor database, so that it answers while one of them hangs; each watcher has a thread of its own.
 */
package id.segel.api.health;
