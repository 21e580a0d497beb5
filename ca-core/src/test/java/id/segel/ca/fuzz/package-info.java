/** Runs the fuzz targets of all packages; each target stands in the package of the parser it tries. */
package id.segel.ca.fuzz;
