/**
 * The lint rules, one class each, without state. What a certificate should hold is put
 * together here by hand ({@code PromisedExtensions}), not by the code that encodes. Adding a rule is adding a class and naming it in
 * {@link id.segel.ca.lint.rule.StandardRules}. A rule sees only the {@link id.segel.ca.lint.LintSubject}; it must not
 * assume that another rule was met.
 */
package id.segel.ca.lint.rule;
