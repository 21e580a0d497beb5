package id.segel.ca.lint;

import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A certificate that passes, and the same one broken so that a rule refuses it.
 *
 * @param rule the rule's id
 * @param what what is broken
 * @param passing the certificate as it should be
 * @param failing the certificate as the rule refuses it
 */
record RuleCase(String rule, String what, Supplier<LintSubject> passing, Supplier<LintSubject> failing) {
    /** Breaks one thing in a recipe. */
    static RuleCase of(String rule, String what, Supplier<TbsRecipe> base, Consumer<TbsRecipe> breaking) {
        return new RuleCase(rule, what, () -> base.get().subjectOfLint(), () -> {
            TbsRecipe recipe = base.get();
            breaking.accept(recipe);
            return recipe.subjectOfLint();
        });
    }

    /** Breaks the bytes of a recipe. */
    static RuleCase ofBytes(String rule, String what, Supplier<TbsRecipe> base, Function<byte[], byte[]> breaking) {
        return new RuleCase(rule, what, () -> base.get().subjectOfLint(), () -> {
            TbsRecipe recipe = base.get();
            return recipe.subjectOfLint(breaking.apply(recipe.tbs()));
        });
    }

    @Override
    public String toString() {
        return rule + ": " + what;
    }
}
