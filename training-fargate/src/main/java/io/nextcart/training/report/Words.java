package io.nextcart.training.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Formats numbers for the report's sentences. */
final class Words {
    private Words() {}

    static String count(double value) {
        return String.format(Locale.ROOT, "%,d", Math.round(value));
    }

    static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** A share of 0–1 in percent, with more digits the smaller it is, and a non-breaking space before the sign. */
    static String percent(double share) {
        double percent = 100 * share;
        double size = Math.abs(percent);
        return String.format(
                Locale.ROOT,
                size >= 10 || size == 0 ? "%.0f\u00a0%%" : size >= 1 ? "%.1f\u00a0%%" : "%.2f\u00a0%%",
                percent);
    }

    /** A range of shares of 0–1 in percent, at most two digits each, for the labels of plots. */
    static String percents(double from, double to) {
        return digits(from) + "–" + digits(to) + "\u00a0%";
    }

    private static String digits(double share) {
        return new BigDecimal(100 * share)
                .round(new MathContext(2))
                .stripTrailingZeros()
                .toPlainString();
    }

    /** {@code part} of {@code whole} as 0–1; 0 if {@code whole} is 0. */
    static double share(double part, double whole) {
        return whole == 0 ? 0 : part / whole;
    }

    /** {@code part} of {@code whole} as 0–1; 0 if {@code whole} is 0. */
    static double share(long part, long whole) {
        return share((double) part, (double) whole);
    }
}
