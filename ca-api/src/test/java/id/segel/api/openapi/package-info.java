/** Makes the API's description from the resources, and fails where the committed one differs. */
package id.segel.api.openapi;
