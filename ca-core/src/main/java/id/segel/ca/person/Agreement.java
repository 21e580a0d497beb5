package id.segel.ca.person;

import id.segel.ca.refusal.Sentence;
import java.time.Instant;

/** A published version of the subscriber agreement and privacy notice, in both languages. */
public record Agreement(int version, Sentence text, Instant publishedAt) {}
