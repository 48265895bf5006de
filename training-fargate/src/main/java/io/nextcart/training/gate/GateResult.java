package io.nextcart.training.gate;

import java.util.List;

/** Whether a candidate may go into service. */
public sealed interface GateResult {
    /** It may. */
    record Passed() implements GateResult {}

    /**
     * It may not.
     *
     * @param reasons why, one plain sentence each, at least one
     */
    record Refused(List<String> reasons) implements GateResult {
        public Refused {
            reasons = List.copyOf(reasons);
            if (reasons.isEmpty()) {
                throw new IllegalArgumentException("a refusal needs a reason");
            }
        }
    }
}
