/**
 * The configuration file: records bound from YAML with every fault at once, and nothing secret in them but the paths of
 * files. What must stay true: a secret is read only from a file nobody else can read or from the environment.
 */
package id.segel.api.config;
