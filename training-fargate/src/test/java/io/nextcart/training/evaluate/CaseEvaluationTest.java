package io.nextcart.training.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nextcart.data.Progress;
import io.nextcart.engine.TinyShop;
import io.nextcart.engine.filter.Overlay;
import io.nextcart.engine.rank.Recommender;
import io.nextcart.store.document.EvaluationDetails.Interval;
import io.nextcart.training.answer.ShopAnswers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaseEvaluationTest {
    @TempDir
    Path folder;

    private CaseEvaluation evaluation;
    private Recommender recommender;

    @BeforeEach
    void open() throws IOException {
        // All candidates tie, so lists are in the order of the ids, with scores of one half.
        recommender = new Recommender(TinyShop.tables(folder), rows -> new double[rows.length]);
        evaluation = new CaseEvaluation(new ShopAnswers("v1", recommender, Overlay.NONE));
    }

    @Test
    void whatTheShopHasHiddenIsNotShown() throws IOException {
        String cases = "{\"items\":[\"a\"],\"target\":\"b\"}\n";
        Overlay hidden = Overlay.of(recommender.tables(), List.of(TinyShop.change("b", false)));

        assertThat(report(cases).comparison().metrics(Comparison.OURS).recall(20))
                .isEqualTo(1);
        evaluation = new CaseEvaluation(new ShopAnswers("v1", recommender, hidden));
        Comparison without = report(cases).comparison();
        assertThat(without.metrics(Comparison.OURS).recall(20)).isZero();
        assertThat(without.metrics("own_then_co_visitation").recall(20)).isZero();
    }

    @Test
    void oursStandsBesideEveryBaseline() throws IOException {
        CaseEvaluation.Report report = report("""
                {"items":["a"],"target":"b"}
                {"items":["a","b"],"targets":["c","nowhere"]}
                """);

        Comparison comparison = report.comparison();
        assertThat(comparison.cases()).isEqualTo(2);
        assertThat(comparison.rankers())
                .containsExactly(
                        "nextcart",
                        "own_then_co_visitation",
                        "popularity",
                        "trending",
                        "repeat",
                        "co_visitation",
                        "als");
        assertThat(comparison.metrics(Comparison.OURS).recall(20)).isEqualTo(0.75);
        assertThat(report.unknownIds()).isEqualTo(1);
        assertThat(report.ids()).isEqualTo(6);
        assertThat(report.firstUnknown()).isEqualTo("nowhere");
        assertThat(comparison.metrics("repeat").mrr(5)).isCloseTo((1.0 / 2 + 1.0 / 3) / 2, within(1e-12));
        assertThat(evaluation.run(folder.resolve("cases.jsonl"), Progress.NONE).byName())
                .isEqualTo(comparison.metrics(Comparison.OURS).byName());
    }

    @Test
    void whatNothingFollowedCountsForReliabilityOnly() throws IOException {
        CaseEvaluation.Report report = report("""
                {"items":["a"],"target":"b"}
                {"items":["e"],"targets":[]}
                """);

        assertThat(report.comparison().cases()).isEqualTo(1);
        assertThat(report.silent()).isEqualTo(1);
        assertThat(report.reliability().items()).isEqualTo(24);
        assertThat(report.reliability().bins())
                .last()
                .satisfies(bin -> assertThat(bin.came() * bin.items()).isCloseTo(1, within(1e-9)));
    }

    @Test
    void newAndReturningVisitorsAreMeasuredApart() throws IOException {
        Comparison comparison = report("""
                {"items":["a"],"target":"b","returning":true}
                {"items":["e"],"target":"f","returning":false}
                {"items":["e"],"target":"f"}
                """).comparison();

        assertThat(comparison.cases(Segment.RETURNING_VISITOR)).isEqualTo(1);
        assertThat(comparison.cases(Segment.NEW_VISITOR)).isEqualTo(1);
    }

    @Test
    void pointsOfOneSessionAreDrawnTogether() throws IOException {
        // One session of 3 hits, one of 1 miss: if points were drawn one by one, the mean could be 1 of 4.
        Comparison comparison = report("""
                {"items":["a"],"target":"b"}
                {"items":["a","b"],"target":"c"}
                {"items":["a","b","c"],"target":"d"}
                {"items":["e"],"target":"nowhere"}
                """).comparison();

        Interval interval = comparison.ours("hr@20");
        assertThat(interval.value()).isEqualTo(0.75);
        assertThat(interval.low()).isZero();
        assertThat(interval.high()).isEqualTo(1);
    }

    private CaseEvaluation.Report report(String cases) throws IOException {
        return evaluation.report(Files.writeString(folder.resolve("cases.jsonl"), cases), Progress.NONE);
    }
}
