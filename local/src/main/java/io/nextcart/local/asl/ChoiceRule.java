package io.nextcart.local.asl;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A condition of a Choice state. */
@FunctionalInterface
interface ChoiceRule {
    /** The supported comparisons. */
    Set<String> OPERATORS = Set.of("StringEquals", "StringMatches", "NumericGreaterThan", "IsPresent");

    /** Whether it holds; {@value StateFailure#RUNTIME} when it compares something that is missing. */
    boolean holds(Scope scope) throws StateFailure;

    /**
     * @param rule an object of the definition, without {@code Next}
     * @throws IllegalArgumentException when the rule is not supported
     */
    static ChoiceRule read(@Nullable Object rule) {
        if (rule instanceof Map<?, ?> fields) {
            for (String several : List.of("And", "Or")) {
                if (fields.keySet().equals(Set.of(several)) && fields.get(several) instanceof List<?> rules) {
                    return several(
                            several.equals("And"),
                            rules.stream().map(ChoiceRule::read).toList());
                }
            }
            for (String operator : OPERATORS) {
                Object with = fields.get(operator);
                if (with != null
                        && fields.keySet().equals(Set.of("Variable", operator))
                        && fields.get("Variable") instanceof String variable) {
                    return compared(DataPath.parse(variable), operator, with);
                }
            }
        }
        throw new IllegalArgumentException("rule " + (rule instanceof Map<?, ?> fields ? fields.keySet() : rule)
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
