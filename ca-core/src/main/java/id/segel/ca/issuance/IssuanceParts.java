package id.segel.ca.issuance;

/** The stages, put together once by {@link Issuance} and shared by the worker and the direct way. */
record IssuanceParts(
        ClaimDao claims,
        Preparation preparation,
        IntentStore intents,
        Signing signing,
        Recorder recorder,
        Outcomes outcomes,
        IssuanceMetrics metrics) {}
