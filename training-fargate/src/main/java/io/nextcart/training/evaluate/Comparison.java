package io.nextcart.training.evaluate;

import static java.util.Objects.requireNonNull;

import io.nextcart.engine.session.SessionState;
import io.nextcart.engine.table.ItemTable;
import io.nextcart.store.document.EvaluationDetails;
import io.nextcart.store.document.EvaluationDetails.Interval;
import io.nextcart.store.document.RankerMetrics;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Metrics of several rankers on the same cases, side by side: overall, by segment, and as differences. */
public final class Comparison {
    /** The metrics reported with intervals and by segment. */
    public static final List<String> DETAILED = List.of("hr@20", "mrr@20", "recall@20", "ndcg@20");

    /** The ranker that the others are compared with. */
    public static final String OURS = "nextcart";

    private static final long SEED = 1993;

    private final ItemTable items;
    private final Map<String, RankingMetrics> metrics = new LinkedHashMap<>();
    private final List<Integer> groups = new ArrayList<>();
    private final Map<Segment, List<Integer>> members = new EnumMap<>(Segment.class);

    /** @param rivals names of the rankers beside {@link #OURS}, in the order of the tables */
    public Comparison(ItemTable items, List<String> rivals) {
        this.items = requireNonNull(items, "items is null");
        int[] views = Evaluation.views(items);
        metrics.put(OURS, new RankingMetrics(views));
        for (String rival : rivals) {
            metrics.put(rival, new RankingMetrics(views));
        }
    }

    /**
     * Starts the next case; {@link #list} then adds the list of each ranker.
     *
     * @param session the known events, sealed
     * @param group cases of one group are dependent: those of one session
     * @param relevant next one first, at least one; negative where the tables do not know the item
     * @param returning whether the shopper had been here before; null when unknown
     */
    void next(SessionState session, int group, int[] relevant, @Nullable Boolean returning) {
        int known = session.currentLength();
        add(known <= 1 ? Segment.ONE_EVENT : known <= 3 ? Segment.TWO_OR_THREE_EVENTS : Segment.FOUR_OR_MORE_EVENTS);
        int target = relevant[0];
        add(target >= 0 && session.find(target) >= 0 ? Segment.REPEATED_ITEM : Segment.NEW_ITEM);
        add(target < 0 || items.views(target) < Segment.COLD_VIEWS ? Segment.COLD_ITEM : Segment.WARM_ITEM);
        if (returning != null) {
            add(returning ? Segment.RETURNING_VISITOR : Segment.NEW_VISITOR);
        }
        groups.add(group);
    }

    /** Adds a ranker's list for the case. */
    void list(String ranker, int[] ranked, int length, int[] relevant) {
        metrics(ranker).add(ranked, length, relevant);
    }

    /** The metrics of a ranker. */
    public RankingMetrics metrics(String ranker) {
        RankingMetrics found = metrics.get(ranker);
        if (found == null) {
            throw new IllegalArgumentException("no ranker '" + ranker + "', expected one of " + metrics.keySet());
        }
        return found;
    }

    /** The names of all rankers, {@link #OURS} first. */
    public List<String> rankers() {
        return List.copyOf(metrics.keySet());
    }

    public int cases() {
        return groups.size();
    }

    /** Our value of a metric, such as {@code recall@10}, with its interval. */
    public Interval ours(String metric) {
        return bootstrap().mean(metrics(OURS).byCase(metric));
    }

    /** How much higher our value of a metric is than a rival's, with its interval. */
    public Interval lead(String rival, String metric) {
        return bootstrap()
                .difference(metrics(OURS).byCase(metric), metrics(rival).byCase(metric));
    }

    /** Cases of a segment. */
    public int cases(Segment segment) {
        return members.getOrDefault(segment, List.of()).size();
    }

    /** The mean of a metric over the cases of a segment; NaN when there are none. */
    public double mean(String ranker, String metric, Segment segment) {
        float[] values = metrics(ranker).byCase(metric);
        return members.getOrDefault(segment, List.of()).stream()
                .mapToDouble(i -> values[i])
                .average()
                .orElse(Double.NaN);
    }

    /** The segments that have cases. */
    public List<Segment> segments() {
        return Arrays.stream(Segment.values())
                .filter(segment -> cases(segment) > 0)
                .toList();
    }

    /** Intervals, leads over every rival, and segments, for documents. */
    public EvaluationDetails details() {
        Map<String, Interval> intervals = new LinkedHashMap<>();
        Map<String, Map<String, Interval>> leads = new LinkedHashMap<>();
        if (cases() > 0) {
            DETAILED.forEach(metric -> intervals.put(metric, ours(metric)));
            for (String rival : rankers()) {
                if (!rival.equals(OURS)) {
                    Map<String, Interval> lead = new LinkedHashMap<>();
                    DETAILED.forEach(metric -> lead.put(metric, lead(rival, metric)));
                    leads.put(rival, lead);
                }
            }
        }
        Map<String, RankerMetrics> bySegment = new LinkedHashMap<>();
        segments().forEach(segment -> bySegment.put(segment.wireName(), metrics(segment)));
        return new EvaluationDetails(intervals, leads, bySegment);
    }

    private RankerMetrics metrics(Segment segment) {
        Map<String, Map<String, Double>> byRanker = new LinkedHashMap<>();
        for (String ranker : rankers()) {
            Map<String, Double> values = new LinkedHashMap<>();
            DETAILED.forEach(metric -> values.put(metric, mean(ranker, metric, segment)));
            byRanker.put(ranker, values);
        }
        return new RankerMetrics(cases(segment), byRanker);
    }

    private PairedBootstrap bootstrap() {
        return new PairedBootstrap(groups.stream().mapToInt(Integer::intValue).toArray(), SEED);
    }

    private void add(Segment segment) {
        members.computeIfAbsent(segment, any -> new ArrayList<>()).add(groups.size());
    }
}
