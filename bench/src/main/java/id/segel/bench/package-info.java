/**
 * The load program: measures a running service through its public REST API, on loopback only, bounded in count and time. Depends on
 * no other module, so that what it measures is what an outside program would see.
 */
package id.segel.bench;
