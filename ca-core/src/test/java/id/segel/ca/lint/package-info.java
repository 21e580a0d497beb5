/** Tests of the lint rules: a good certificate passes, and each way of breaking one rule meets that rule. */
package id.segel.ca.lint;
