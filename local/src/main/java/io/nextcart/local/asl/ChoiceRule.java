package io.nextcart.local.asl;

import io.nextcart.store.document.DamagedDocumentException;
import io.nextcart.store.document.JsonObject;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** A condition of a Choice state. */
@FunctionalInterface
interface ChoiceRule {
    Set<String> OPERATORS = Set.of("StringEquals", "StringMatches", "NumericGreaterThan", "IsPresent");

    /** Whether the condition holds; fails with {@value StateFailure#RUNTIME} if a value to compare is missing. */
    boolean holds(Scope scope) throws StateFailure;

    /**
     * Reads a rule, except its {@code Next}, which the caller reads.
     *
     * @throws IllegalArgumentException when the rule is not supported
     */
    static ChoiceRule read(JsonObject rule) throws DamagedDocumentException {
        List<String> fields = rule.names().stream()
                .filter(name -> !name.equals("Next") && !name.equals("Comment"))
                .toList();
        if (fields.equals(List.of("And")) || fields.equals(List.of("Or"))) {
            String several = fields.get(0);
            return several(several.equals("And"), rule.objects(several, ChoiceRule::read));
        }
        for (String operator : OPERATORS) {
            Object with = rule.asMap().get(operator);
            if (with != null && Set.copyOf(fields).equals(Set.of("Variable", operator))) {
                return compared(DataPath.parse(rule.text("Variable")), operator, with);
            }
        }
        throw new IllegalArgumentException("rule " + fields
                + " is not supported, expected And, Or, or Variable with one of "
                + OPERATORS.stream().sorted().toList());
    }

    private static ChoiceRule several(boolean all, List<ChoiceRule> rules) {
        return scope -> {
            for (ChoiceRule rule : rules) {
                if (rule.holds(scope) != all) {
                    return !all;
                }
            }
            return all;
        };
    }

    private static ChoiceRule compared(DataPath variable, String operator, Object with) {
        if (operator.equals("IsPresent")) {
            return scope -> with.equals(variable.isPresent(scope));
        }
        return scope -> {
            if (!variable.isPresent(scope)) {
                throw new StateFailure(
                        StateFailure.RUNTIME, variable.text() + " finds nothing in " + Scope.json(scope.data()));
            }
            Object value = variable.value(scope);
            return switch (operator) {
                case "StringEquals" -> with.equals(value);
                case "StringMatches" -> value instanceof String text && matches(text, with.toString());
                default ->
                    value instanceof Number number
                            && with instanceof Number than
                            && number.doubleValue() > than.doubleValue();
            };
        };
    }

    private static boolean matches(String text, String wildcards) {
        return Pattern.compile(Pattern.quote(wildcards).replace("*", "\\E.*\\Q"), Pattern.DOTALL)
                .matcher(text)
                .matches();
    }
}
