package io.nextcart.training.check;

import io.nextcart.training.check.Checks.Rows;
import io.nextcart.training.fit.TrainingSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import smile.validation.metric.AUC;

/**
 * How well a column separates answers from other candidates of the same case: the area under the ROC curve, with half a
 * point for a tie, as a mean over cases. 0.5 is chance; below it, answers have the smaller values. A column that is
 * constant within each case is at chance, however it varies between cases.
 *
 * @param value the mean area, 0–1; 0.5 without cases
 * @param standardError of the mean, from the spread of the areas of single cases; infinite for fewer than two cases
 * @param chanceError the standard error that the mean would have if answers were drawn at random, without ties, from
 *     {@code (p + n + 1) / (12 p n)} for p answers among n others (Hanley and McNeil, 1982, with Mann and Whitney's
 *     variance)
 * @param cases number of cases with at least one answer and one other candidate
 */
record CaseAuc(double value, double standardError, double chanceError, int cases) {
    /** Larger sets are measured on part of their cases: the standard error is then a few thousandths. */
    private static final int MOST_ROWS = 100_000;

    /** Measures every feature; keys are names, in the order of the schema. */
    static Map<String, CaseAuc> ofFeatures(TrainingSet set) {
        List<Rows> byCase = Checks.byCase(set);
        Map<String, CaseAuc> areas = new LinkedHashMap<>();
        for (int f = 0; f < set.featureNames().size(); f++) {
            int feature = f;
            areas.put(set.featureNames().get(f), of(set, byCase, row -> set.feature(row, feature)));
        }
        return areas;
    }

    /**
     * Measures a column; of a large set, on every second case, every third and so on.
     *
     * @param column its value in a row; NaN, which means missing, sorts below any number
     */
    static CaseAuc of(TrainingSet set, IntToDoubleFunction column) {
        return of(set, Checks.byCase(set), column);
    }

    private static CaseAuc of(TrainingSet set, List<Rows> byCase, IntToDoubleFunction column) {
        double sum = 0;
        double squares = 0;
        double variance = 0;
        int cases = 0;
        int every = 1 + set.rows() / MOST_ROWS;
        int seen = 0;
        for (Rows rows : byCase) {
            long answers = IntStream.range(rows.from(), rows.to())
                    .filter(row -> set.label(row) > 0)
                    .count();
            long others = rows.to() - rows.from() - answers;
            if (answers > 0 && others > 0 && seen++ % every == 0) {
                double area = area(set, column, rows);
                sum += area;
                squares += area * area;
                variance += (answers + others + 1.0) / (12.0 * answers * others);
                cases++;
            }
        }
        if (cases == 0) {
            return new CaseAuc(0.5, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, 0);
        }
        double mean = sum / cases;
        double spread = Math.max(0, squares / cases - mean * mean);
        return new CaseAuc(
                mean,
                cases == 1 ? Double.POSITIVE_INFINITY : Math.sqrt(spread / (cases - 1)),
                Math.sqrt(variance) / cases,
                cases);
    }

    private static double area(TrainingSet set, IntToDoubleFunction column, Rows rows) {
        int[] labels = new int[rows.to() - rows.from()];
        double[] values = new double[labels.length];
        for (int i = 0; i < labels.length; i++) {
            double value = column.applyAsDouble(rows.from() + i);
            labels[i] = set.label(rows.from() + i) > 0 ? 1 : 0;
            values[i] = Double.isNaN(value) ? Double.NEGATIVE_INFINITY : value;
        }
        return AUC.of(labels, values);
    }

    /** The distance from chance, 0–0.5, in either direction. */
    double strength() {
        return Math.abs(value - 0.5);
    }
}
