package id.segel.ca.application;

import id.segel.ca.refusal.Sentence;

/**
 * One item an officer answers.
 *
 * @param id stable, kebab case
 * @param text what is looked at
 * @param notApplicableAllowed whether "not applicable" is an answer, which then needs a note
 */
public record ChecklistItem(String id, Sentence text, boolean notApplicableAllowed) {}
