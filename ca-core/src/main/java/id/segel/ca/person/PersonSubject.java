package id.segel.ca.person;

/** What of a person stands in their certificates. */
public record PersonSubject(String subscriberNumber, String fullName, String agencyName, String email) {}
