package io.nextcart.engine.feature;

import io.nextcart.data.Sha256;
import io.nextcart.engine.session.SessionState;
import io.nextcart.engine.source.Candidates;
import io.nextcart.engine.table.Tables;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The one place where vectors are computed: serving, training and evaluation all pass here. A vector has {@link
 * #featureCount} floats in the order of {@link #names}. Holds per-question state; not thread-safe.
 */
public final class FeatureExtractor {
    private final List<FeatureGroup> groups;
    private final int[] starts;
    private final int featureCount;

    public FeatureExtractor(Tables tables) {
        groups = List.of(
                new SourceFeatures(),
                new RepeatFeatures(),
                new PathFeatures(),
                new CoVisitationFeatures(tables.coVisitation()),
                new ItemFeatures(tables.items()),
                new FactorFeatures(tables.factors()),
                new ContextFeatures(tables.items(), tables.coVisitation()));
        starts = new int[groups.size()];
        int at = 0;
        for (int g = 0; g < starts.length; g++) {
            starts[g] = at;
            at += groups.get(g).names().size();
        }
        featureCount = at;
    }

    /** Names of the features, in vector order. */
    public List<String> names() {
        List<String> names = new ArrayList<>();
        for (FeatureGroup group : groups) {
            names.addAll(group.names());
        }
        return names;
    }

    /** The features by group, in vector order; a group is called as its class without {@code Features}, in lower case. */
    public Map<String, List<String>> groups() {
        Map<String, List<String>> byName = new LinkedHashMap<>();
        for (FeatureGroup group : groups) {
            String name = group.getClass().getSimpleName().replace("Features", "");
            byName.put(name.toLowerCase(Locale.ROOT), List.copyOf(group.names()));
        }
        return byName;
    }

    /** Length of a vector. */
    public int featureCount() {
        return featureCount;
    }

    /**
     * Identifies what the vectors mean: SHA-256 of the names in order and a revision that is raised when a feature
     * changes its meaning under the same name.
     */
    public String schemaHash() {
        return Sha256.hex("1\n" + String.join("\n", names()));
    }

    /** Looks at the session and its candidates once. */
    public void begin(SessionState session, Candidates candidates) {
        for (FeatureGroup group : groups) {
            group.begin(session, candidates);
        }
    }

    /** Writes the vector of a kept candidate into {@code row}, which has {@link #featureCount} places. */
    public void write(int candidate, float[] row) {
        for (int g = 0; g < starts.length; g++) {
            groups.get(g).write(candidate, row, starts[g]);
        }
    }
}
