/**
 * The lint rules, one class each, without state. Adding a rule is adding a class and naming it in
 * {@link id.segel.ca.lint.rule.StandardRules}. A rule sees only the {@link id.segel.ca.lint.LintSubject}; it must not
 * assume that another rule was met.
 */
package id.segel.ca.lint.rule;
