package io.nextcart.engine.feature;

import io.nextcart.data.Sha256;
import io.nextcart.engine.session.SessionState;
import io.nextcart.engine.source.Candidates;
import io.nextcart.engine.table.Tables;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Computes all vectors, for serving, training and evaluation alike. A vector has a float for each of {@link #NAMES}, in
 * that order. Bound to one session and its candidates; not thread-safe.
 */
public final class FeatureExtractor {
    /** The names of each group, in vector order. */
    static final List<List<String>> GROUPS = List.of(
            SourceFeatures.NAMES,
            RepeatFeatures.NAMES,
            PathFeatures.NAMES,
            CoVisitationFeatures.NAMES,
            ItemFeatures.NAMES,
            FactorFeatures.NAMES,
            ContextFeatures.NAMES);

    /** Names of the features, in vector order. */
    public static final List<String> NAMES =
            GROUPS.stream().flatMap(List::stream).toList();

    /**
     * Identifies the meaning of the vectors: SHA-256 of a revision and of the names in order. The revision is raised
     * when a feature changes its meaning but keeps its name.
     */
    public static final String SCHEMA_HASH =
            Sha256.hex(("1\n" + String.join("\n", NAMES)).getBytes(StandardCharsets.UTF_8));

    private final FeatureGroup[] groups;
    private final int[] starts;

    public FeatureExtractor(Tables tables, SessionState session, Candidates candidates) {
        groups = groups(tables, session, candidates);
        starts = new int[groups.length];
        for (int g = 1; g < groups.length; g++) {
            starts[g] = starts[g - 1] + GROUPS.get(g - 1).size();
        }
    }

    /** The groups that {@link #GROUPS} names. */
    static FeatureGroup[] groups(Tables tables, SessionState session, Candidates candidates) {
        return new FeatureGroup[] {
            new SourceFeatures(candidates),
            new RepeatFeatures(session, candidates),
            new PathFeatures(session, candidates),
            new CoVisitationFeatures(tables.coVisitation(), session, candidates),
            new ItemFeatures(tables.items(), session, candidates),
            new FactorFeatures(tables.factors(), session, candidates),
            new ContextFeatures(tables.items(), tables.coVisitation(), session)
        };
    }

    /** Prepares for a session and its candidates. */
    public void begin() {
        for (FeatureGroup group : groups) {
            group.begin();
        }
    }

    /** Writes the vector of a kept candidate into {@code row}, which has the length of {@link #NAMES}. */
    public void write(int candidate, float[] row) {
        for (int g = 0; g < groups.length; g++) {
            groups[g].write(candidate, row, starts[g]);
        }
    }
}
