/**
 * The few pages the service serves by itself: the first page, the pages behind problem types, and the API's description.
 * What must stay true: no script, nothing from elsewhere, every value escaped; people see the configured service name.
 */
package id.segel.api.page;
