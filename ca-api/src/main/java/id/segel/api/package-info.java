/**
 * The program: {@code segel server|db|local|account|ceremony|doctor}. Resources, access, configuration, jobs and health live
 * in the packages below; everything that is true whether or not there is HTTP lives in {@code id.segel.ca}.
 */
package id.segel.api;
