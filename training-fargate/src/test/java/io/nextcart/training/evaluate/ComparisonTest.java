package io.nextcart.training.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.nextcart.data.EventType;
import io.nextcart.engine.TinyShop;
import io.nextcart.engine.session.SessionState;
import io.nextcart.engine.table.Tables;
import io.nextcart.store.document.EvaluationDetails;
import io.nextcart.store.document.EvaluationDetails.Interval;
import io.nextcart.store.document.RankerMetrics;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComparisonTest {
    private static final int UNKNOWN = -1;

    @TempDir
    Path folder;

    private Comparison comparison;

    @BeforeEach
    void open() throws IOException {
        Tables tables = TinyShop.tables(folder);
        comparison = new Comparison(tables.items(), List.of("rival"));
    }

    @Test
    void casesAreMeasuredInAllAndBySegment() {
        ask(1, new int[] {0}, new int[] {0}, false, new int[] {0}, new int[] {5});
        ask(2, new int[] {0, 1}, new int[] {7}, true, new int[] {7}, new int[] {7});
        ask(3, new int[] {0, 1, 2, 3}, new int[] {UNKNOWN}, null, new int[] {8}, new int[] {8});

        assertThat(comparison.cases()).isEqualTo(3);
        assertThat(comparison.metrics(Comparison.OURS).hitRate(20)).isCloseTo(2.0 / 3, within(1e-12));
        assertThat(comparison.lead("rival", "hr@20").value()).isCloseTo(1.0 / 3, within(1e-6));
        assertThat(comparison.cases(Segment.ONE_EVENT)).isEqualTo(1);
        assertThat(comparison.cases(Segment.TWO_OR_THREE_EVENTS)).isEqualTo(1);
        assertThat(comparison.cases(Segment.FOUR_OR_MORE_EVENTS)).isEqualTo(1);
        assertThat(comparison.cases(Segment.REPEATED_ITEM)).isEqualTo(1);
        assertThat(comparison.cases(Segment.NEW_ITEM)).isEqualTo(2);
        assertThat(comparison.cases(Segment.COLD_ITEM)).isEqualTo(1);
        assertThat(comparison.cases(Segment.WARM_ITEM)).isEqualTo(2);
        assertThat(comparison.cases(Segment.NEW_VISITOR)).isEqualTo(1);
        assertThat(comparison.cases(Segment.RETURNING_VISITOR)).isEqualTo(1);
        assertThat(comparison.mean(Comparison.OURS, "recall@20", Segment.NEW_ITEM))
                .isEqualTo(0.5);
        assertThat(comparison.mean("rival", "recall@20", Segment.REPEATED_ITEM)).isZero();
    }

    @Test
    void theDetailsHoldEverything() {
        ask(1, new int[] {0}, new int[] {1}, null, new int[] {1}, new int[] {5});

        assertThat(comparison.segments()).containsExactly(Segment.ONE_EVENT, Segment.NEW_ITEM, Segment.WARM_ITEM);
        EvaluationDetails details = comparison.details();
        assertThat(details.interval("hr@20")).isEqualTo(new Interval(1, 1, 1));
        assertThat(details.lead("rival", "hr@20")).isEqualTo(new Interval(1, 1, 1));
        RankerMetrics segment = details.segments().get("one_event");
        assertThat(segment.cases()).isEqualTo(1);
        assertThat(segment.value("nextcart", "hr@20")).isEqualTo(1);
        assertThat(segment.value("rival", "hr@20")).isZero();
    }

    @Test
    void withoutCasesTheDetailsAreEmpty() {
        assertThat(comparison.details()).isEqualTo(new EvaluationDetails(Map.of(), Map.of(), Map.of()));
        assertThatThrownBy(() -> comparison.metrics("nobody"))
                .hasMessageContaining("expected one of [nextcart, rival]");
    }

    private void ask(int group, int[] seen, int[] relevant, @Nullable Boolean returning, int[] ours, int[] theirs) {
        SessionState session = new SessionState(100);
        for (int item : seen) {
            session.add(item, EventType.VIEW, SessionState.NO_TIME);
        }
        session.seal();
        comparison.next(session, group, relevant, returning);
        comparison.list(Comparison.OURS, ours, ours.length, relevant);
        comparison.list("rival", theirs, theirs.length, relevant);
    }
}
