package io.nextcart.training.calibrate;

import io.nextcart.engine.rank.Calibration;
import io.nextcart.store.document.CalibrationDetails;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Chooses a calibration: fits isotonic regression and Platt's scaling to the earlier half of a holdout, and takes the
 * one with the lower log loss on the later half, without refitting. With too few successes in either half there is
 * none.
 */
public final class HoldoutCalibration {
    /** Successes needed in each half. */
    static final int FEWEST_POSITIVES = 30;

    private final ScoredPairs earlier = new ScoredPairs();
    private final ScoredPairs later = new ScoredPairs();

    /**
     * The choice.
     *
     * @param calibration the chosen one, or {@link Calibration#NONE}
     * @param raw reliability of the raw scores on the later half
     * @param platt that of Platt's scaling; empty when it was not fitted
     * @param isotonic that of isotonic regression; empty when it was not fitted
     */
    public record Chosen(
            Calibration calibration, Reliability raw, Optional<Reliability> platt, Optional<Reliability> isotonic) {
        /** The method, its metrics beside those of the others, and its reliability table. */
        public CalibrationDetails details() {
            Map<String, Double> losses = new LinkedHashMap<>();
            if (raw.items() > 0) {
                losses.put("none", raw.logLoss());
            }
            platt.ifPresent(one -> losses.put("platt", one.logLoss()));
            isotonic.ifPresent(one -> losses.put("isotonic", one.logLoss()));
            return new CalibrationDetails(
                    calibration.method(), losses, reliability().details());
        }

        /** The reliability of the chosen calibration. */
        public Reliability reliability() {
            return switch (calibration.method()) {
                case "platt" -> platt.orElseThrow();
                case "isotonic" -> isotonic.orElseThrow();
                default -> raw;
            };
        }
    }

    /**
     * Adds a ranked item.
     *
     * @param isEarlier whether its session lies in the earlier half
     * @param score raw, finite
     * @param positive whether the shopper took the target action on it
     * @param weight how many items it stands for, above 0
     */
    public void add(boolean isEarlier, double score, boolean positive, double weight) {
        (isEarlier ? earlier : later).add((float) score, positive, weight);
    }

    /** Fits, judges and chooses. */
    public Chosen choose() {
        Reliability raw = judge(Calibration.NONE);
        if (Math.min(earlier.positives(), later.positives()) < FEWEST_POSITIVES
                || earlier.positives() == earlier.size()) {
            return new Chosen(Calibration.NONE, raw, Optional.empty(), Optional.empty());
        }
        ScoredPairs.Sample sample = earlier.sample();
        Calibration isotonic = CalibrationFit.isotonic(sample);
        Reliability ofIsotonic = judge(isotonic);
        Optional<Calibration> platt = CalibrationFit.platt(sample);
        Optional<Reliability> ofPlatt = platt.map(this::judge);
        boolean plattWins = ofPlatt.isPresent() && ofPlatt.get().logLoss() <= ofIsotonic.logLoss();
        return new Chosen(plattWins ? platt.orElseThrow() : isotonic, raw, ofPlatt, Optional.of(ofIsotonic));
    }

    private Reliability judge(Calibration calibration) {
        Reliability reliability = new Reliability();
        for (int i = 0; i < later.size(); i++) {
            reliability.add(calibration.probability(later.score(i)), later.positive(i), later.weight(i));
        }
        return reliability;
    }
}
