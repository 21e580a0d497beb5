package id.segel.api.doctor;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How bad a finding is. */
public enum Level {
    /** As it should be. */
    @JsonProperty("ok")
    OK("ok"),
    /** Works, and wants a look. */
    @JsonProperty("warning")
    WARNING("warning"),
    /** Does not work, or must not stay so. */
    @JsonProperty("error")
    ERROR("ERROR");

    private final String shown;

    Level(String shown) {
        this.shown = shown;
    }

    /** As a person reads it. */
    String shown() {
        return shown;
    }
}
