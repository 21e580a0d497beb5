package id.segel.api.config;

import java.util.Locale;

/** What a node does. A node that faces people holds no CA key. */
public enum NodeRole {
    /** Answers people and programs; needs the data token and the web database role. */
    WEB,
    /** Issues certificates and signs CRLs; needs the ca token and the issuer database role. */
    ISSUER;

    /** As it stands in the file. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
