package id.segel.api.config;

import id.segel.api.bind.Default;
import id.segel.api.bind.Limit;

/**
 * Labels of the keys in the data token, as the ceremony made them.
 *
 * @param wrapping wraps data keys
 * @param blindIndex makes blind indexes
 * @param enrolment signs enrolment files
 */
public record DataKeyLabels(
        @Default("wrapping-1") @Limit(min = 1, max = 64) String wrapping,
        @Default("blind-index-1") @Limit(min = 1, max = 64) String blindIndex,
        @Default("enrolment-1") @Limit(min = 1, max = 64) String enrolment) {}
