package io.nextcart.training.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nextcart.store.document.GateDetails.Difference;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GateTest {
    private static final Gate GATE = new Gate(100, 50, 7, 2_000, 0.01);
    private static final Difference ABOVE = new Difference(0.05, 0.03, 0.07, 1);
    private static final Difference LEVEL = new Difference(0, -0.02, 0.02, 0.5);

    @Test
    void aModelThatIsProvenBetterThanTheBaselinesPasses() {
        assertThat(GATE.decide(evidence(rules(ABOVE, ABOVE)))).matches(Verdict::passed);
    }

    @Test
    void oneMeasureIsEnoughToBeBetterThanABaseline() {
        assertThat(GATE.decide(evidence(rules(LEVEL, ABOVE)))).matches(Verdict::passed);
    }

    @Test
    void aTieWithABaselineIsRefused() {
        Difference close = new Difference(0.02, 0.001, 0.03, 0.974);
        assertThat(reasons(rules(close, LEVEL)))
                .containsExactly(
                        "not shown to be better than own items, then co-visitation, expected 97.5 % in one measure at least:"
                                + " HR@20 40.00 % beside 30.00 %, better in 97.4 % of the resamples; MRR@20 40.00 % beside"
                                + " 30.00 %, better in 50.0 % of the resamples",
                        "not shown to be better than the shopper's own items, expected 97.5 % in one measure at least: HR@20"
                                + " 40.00 % beside 30.00 %, better in 97.4 % of the resamples; MRR@20 40.00 % beside 30.00 %,"
                                + " better in 50.0 % of the resamples",
                        "not shown to be better than popular items, expected 97.5 % in one measure at least: HR@20 40.00 %"
                                + " beside 30.00 %, better in 97.4 % of the resamples; MRR@20 40.00 % beside 30.00 %, better"
                                + " in 50.0 % of the resamples");
    }

    @Test
    void aModelThatIsProvenWorseInOneMeasureIsRefusedEvenWhenBetterInTheOther() {
        List<Lead> leads = new ArrayList<>(rules(ABOVE, ABOVE));
        leads.set(1, new Lead(Rival.REPEAT, "mrr@20", 0.25, 0.30, new Difference(-0.05, -0.06, -0.0031, 0)));
        assertThat(reasons(leads))
                .containsExactly(
                        "MRR@20 is 25.00 %, below the 30.00 % of the shopper's own items: with 95 % confidence by"
                                + " at least 0.31 points, and 0.30 are let pass");
    }

    @Test
    void theModelInServiceIsBeatenOnlyByProofBeyondTheMargin() {
        List<Lead> leads = new ArrayList<>(rules(ABOVE, ABOVE));
        leads.add(champion(new Difference(-0.02, -0.05, 0.0, 0.04)));
        assertThat(GATE.decide(evidence(leads)))
                .as("worse as it looks, not proven")
                .matches(Verdict::passed);

        leads.set(6, champion(new Difference(-0.004, -0.005, -0.003, 0)));
        assertThat(GATE.decide(evidence(leads)))
                .as("proven, but no more than two fits differ by")
                .matches(Verdict::passed);

        leads.set(6, champion(new Difference(-0.02, -0.03, -0.007, 0)));
        assertThat(reasons(leads))
                .containsExactly(
                        "HR@20 is 58.00 %, below the 60.00 % of the model in service: with 95 % confidence by at"
                                + " least 0.70 points, and 0.60 are let pass");
    }

    @Test
    void aModelInServiceNeedNotBeBeaten() {
        List<Lead> leads = new ArrayList<>(rules(ABOVE, ABOVE));
        leads.add(champion(new Difference(0, 0, 0, 0)));
        assertThat(GATE.decide(evidence(leads))).matches(Verdict::passed);
    }

    @Test
    void tooLittleDataIsRefusedWithEveryLack() {
        Evidence little = new Evidence(99, 49, 6.94, 1_999, rules(ABOVE, ABOVE), List.of());
        assertThat(GATE.decide(little).refusals())
                .containsExactly(
                        "only 99 holdout cases, at least 100 are needed to judge: train on a longer log",
                        "only 49 shoppers in the holdout, at least 50 are needed to judge: train on a longer log",
                        "only 1,999 events in the log, at least 2,000 are needed to judge: train on a longer log",
                        "the log spans only 6.9 days, at least 7 are needed to judge: train on a longer log");
    }

    @Test
    void anAlarmRefusesTheBestOfModels() {
        Evidence evidence = new Evidence(500, 300, 90, 100_000, rules(ABOVE, ABOVE), List.of("it leaks"));
        assertThat(GATE.decide(evidence).refusals()).containsExactly("it leaks");
    }

    @Test
    void limitsThatMakeNoSenseAreRefused() {
        assertThatThrownBy(() -> new Gate(0, 50, 7, 0, 0.01)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Gate(1, 1, 7, 0, 1.01))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a margin from 0 to 1");
    }

    private static List<Lead> rules(Difference hr, Difference mrr) {
        List<Lead> rules = new ArrayList<>();
        for (Rival rule : List.of(Rival.REPEAT, Rival.POPULARITY, Rival.OWN_THEN_CO_VISITATION)) {
            rules.add(new Lead(rule, "hr@20", 0.4, 0.3, hr));
            rules.add(new Lead(rule, "mrr@20", 0.4, 0.3, mrr));
        }
        return rules;
    }

    private static Lead champion(Difference difference) {
        return new Lead(Rival.CHAMPION, "hr@20", 0.60 + difference.mean(), 0.60, difference);
    }

    private static Evidence evidence(List<Lead> leads) {
        return new Evidence(500, 300, 90, 100_000, leads, List.of());
    }

    private static List<String> reasons(List<Lead> leads) {
        return GATE.decide(evidence(leads)).refusals();
    }
}
