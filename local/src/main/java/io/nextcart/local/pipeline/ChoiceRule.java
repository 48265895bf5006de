package io.nextcart.local.pipeline;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A condition of a Choice state. */
sealed interface ChoiceRule {
    /** What a rule may compare by here. */
    Set<String> OPERATORS = Set.of("StringEquals", "StringMatches", "NumericGreaterThan", "IsPresent");

    /** Whether it holds; {@value StateFailure#RUNTIME} when it looks at what is not there. */
    boolean holds(Scope scope) throws StateFailure;

    /** All of them, or one of them. */
    record Several(boolean all, List<ChoiceRule> rules) implements ChoiceRule {
        public Several {
            rules = List.copyOf(rules);
        }

        @Override
        public boolean holds(Scope scope) throws StateFailure {
            for (ChoiceRule rule : rules) {
                if (rule.holds(scope) != all) {
                    return !all;
                }
            }
            return all;
        }
    }

    /** A place compared with a value. */
    record Compared(DataPath variable, String operator, Object with) implements ChoiceRule {
        public Compared {
            requireNonNull(variable, "variable is null");
            requireNonNull(operator, "operator is null");
            requireNonNull(with, "with is null");
        }

        @Override
        public boolean holds(Scope scope) throws StateFailure {
            if (operator.equals("IsPresent")) {
                return Boolean.valueOf(variable.isPresent(scope)).equals(with);
            }
            if (!variable.isPresent(scope)) {
                throw new StateFailure(
                        StateFailure.RUNTIME, variable + " finds nothing in " + Scope.json(scope.data()));
            }
            Object value = variable.read(scope);
            return switch (operator) {
                case "StringEquals" -> with.equals(value);
                case "StringMatches" ->
                    value instanceof String text
                            && Pattern.compile(Pattern.quote(with.toString()).replace("*", "\\E.*\\Q"), Pattern.DOTALL)
                                    .matcher(text)
                                    .matches();
                case "NumericGreaterThan" ->
                    value instanceof Number number
                            && with instanceof Number than
                            && number.doubleValue() > than.doubleValue();
                default -> throw new IllegalStateException(operator + " was let in");
            };
        }
    }

    /**
     * @param rule as it stands in the definition; {@code Next} is the state's affair
     * @throws IllegalArgumentException when it is none that is known here
     */
    static ChoiceRule parse(@Nullable Object rule) {
        if (!(rule instanceof Map<?, ?> fields)) {
            throw new IllegalArgumentException("a rule is " + rule + ", expected an object");
        }
        for (String several : List.of("And", "Or")) {
            if (fields.get(several) instanceof List<?> rules) {
                requireOnly(fields, Set.of(several, "Next"));
                return new Several(
                        several.equals("And"),
                        rules.stream().map(ChoiceRule::parse).toList());
            }
        }
        for (String operator : OPERATORS) {
            Object with = fields.get(operator);
            if (with != null && fields.get("Variable") instanceof String variable) {
                requireOnly(fields, Set.of("Variable", operator, "Next"));
                return new Compared(DataPath.parse(variable), operator, with);
            }
        }
        throw new IllegalArgumentException(
                "rule " + fields.keySet() + " is not known here, expected And, Or, or Variable with one of "
                        + OPERATORS.stream().sorted().toList());
    }

    private static void requireOnly(Map<?, ?> fields, Set<String> known) {
        for (Object field : fields.keySet()) {
            if (!known.contains(String.valueOf(field))) {
                throw new IllegalArgumentException("field " + field + " of a rule is not known here");
            }
        }
    }
}
