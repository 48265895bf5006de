package io.nextcart.training.check;

import io.nextcart.training.fit.TrainingSet;
import smile.validation.metric.AUC;

/**
 * How well a column tells answers from other candidates of the same question: the area under the ROC curve, with half a point for
 * a tie, a mean over questions. 0.5 is chance; below it, the column tells answers
 * by small values. A column that is the same for all candidates of a question is at chance, whatever it says of questions.
 *
 * @param value the mean area, 0–1; 0.5 without questions
 * @param standardError of the mean, from how the areas of single questions differ; infinite for less than two questions
 * @param chanceError the standard error that the mean would have were answers drawn by lot, without ties, from {@code
 *     (p + n + 1) / (12 p n)} for p answers among n others (Hanley and McNeil, 1982, with Mann and Whitney's variance)
 * @param questions with at least one answer and one other candidate
 */
record QuestionAuc(double value, double standardError, double chanceError, int questions) {
    /** Beyond these many rows a part of the questions tells enough: the standard error is a few thousandths. */
    private static final int MOST_ROWS = 100_000;

    /** A column of a set. */
    interface Column {
        /** The value in a row; NaN, which means missing, counts as less than any number. */
        double at(int row);
    }

    /** Measures every feature, in their order. */
    static QuestionAuc[] ofFeatures(TrainingSet set) {
        QuestionAuc[] areas = new QuestionAuc[set.featureNames().size()];
        for (int f = 0; f < areas.length; f++) {
            int feature = f;
            areas[f] = of(set, row -> set.feature(row, feature));
        }
        return areas;
    }

    /** Measures a column, of a large set on every second question, every third and so on. */
    static QuestionAuc of(TrainingSet set, Column column) {
        double sum = 0;
        double squares = 0;
        double variance = 0;
        int questions = 0;
        int every = 1 + set.rows() / MOST_ROWS;
        int seen = 0;
        int from = 0;
        while (from < set.rows()) {
            int to = from + 1;
            int answers = set.label(from) > 0 ? 1 : 0;
            while (to < set.rows() && set.group(to) == set.group(from)) {
                answers += set.label(to) > 0 ? 1 : 0;
                to++;
            }
            long others = to - from - (long) answers;
            if (answers > 0 && others > 0 && seen++ % every == 0) {
                double area = area(set, column, from, to);
                sum += area;
                squares += area * area;
                variance += (answers + others + 1.0) / (12.0 * answers * others);
                questions++;
            }
            from = to;
        }
        if (questions == 0) {
            return new QuestionAuc(0.5, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, 0);
        }
        double mean = sum / questions;
        double spread = Math.max(0, squares / questions - mean * mean);
        return new QuestionAuc(
                mean,
                questions == 1 ? Double.POSITIVE_INFINITY : Math.sqrt(spread / (questions - 1)),
                Math.sqrt(variance) / questions,
                questions);
    }

    private static double area(TrainingSet set, Column column, int from, int to) {
        int[] labels = new int[to - from];
        double[] values = new double[to - from];
        for (int row = from; row < to; row++) {
            double value = column.at(row);
            labels[row - from] = set.label(row) > 0 ? 1 : 0;
            values[row - from] = Double.isNaN(value) ? Double.NEGATIVE_INFINITY : value;
        }
        return AUC.of(labels, values);
    }

    /** How far from chance, 0–0.5, whichever way the column points. */
    double strength() {
        return Math.abs(value - 0.5);
    }
}
