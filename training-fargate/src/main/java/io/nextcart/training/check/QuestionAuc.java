package io.nextcart.training.check;

import io.nextcart.training.fit.TrainingSet;

/**
 * How well a column tells answers from other candidates of the same question: the area under the ROC curve, by the rank sum of
 * Mann and Whitney (1947) with half a point for a tie, a mean over questions. 0.5 is chance; below it, the column tells answers
 * by small values. A column that is the same for all candidates of a question is at chance, whatever it says of questions.
 *
 * @param value the mean area, 0–1; 0.5 without questions
 * @param standardError of the mean, from how the areas of single questions differ; infinite for less than two questions
 * @param chanceError the standard error that the mean would have were answers drawn by lot, without ties, from {@code
 *     (p + n + 1) / (12 p n)} for p answers among n others (Hanley and McNeil, 1982, with Mann and Whitney's variance)
 * @param questions with at least one answer and one other candidate
 */
record QuestionAuc(double value, double standardError, double chanceError, int questions) {

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

    /** Measures a column. */
    static QuestionAuc of(TrainingSet set, Column column) {
        double sum = 0;
        double squares = 0;
        double variance = 0;
        int questions = 0;
        int from = 0;
        while (from < set.rows()) {
            int to = from + 1;
            int answers = set.label(from) > 0 ? 1 : 0;
            while (to < set.rows() && set.group(to) == set.group(from)) {
                answers += set.label(to) > 0 ? 1 : 0;
                to++;
            }
            long others = to - from - (long) answers;
            if (answers > 0 && others > 0) {
                double area = area(set, column, from, to) / (answers * others);
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

    /** Pairs of an answer and another candidate that the column puts in order. */
    private static double area(TrainingSet set, Column column, int from, int to) {
        double pairs = 0;
        for (int answer = from; answer < to; answer++) {
            if (set.label(answer) > 0) {
                double high = column.at(answer);
                for (int other = from; other < to; other++) {
                    if (!(set.label(other) > 0)) {
                        pairs += point(high, column.at(other));
                    }
                }
            }
        }
        return pairs;
    }

    private static double point(double answer, double other) {
        if (Double.isNaN(answer) || Double.isNaN(other)) {
            return Double.isNaN(answer) == Double.isNaN(other) ? 0.5 : Double.isNaN(answer) ? 0 : 1;
        }
        return answer > other ? 1 : answer == other ? 0.5 : 0;
    }

    /** How far from chance, 0–0.5, whichever way the column points. */
    double strength() {
        return Math.abs(value - 0.5);
    }
}
