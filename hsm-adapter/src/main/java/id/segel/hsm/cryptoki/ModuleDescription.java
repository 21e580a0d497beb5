package id.segel.hsm.cryptoki;

/** CK_INFO: what a library says of itself. */
public record ModuleDescription(String description, String manufacturer, String version, String cryptokiVersion) {}
