/** Tests of the load program's counting and bounds. */
package id.segel.bench;
