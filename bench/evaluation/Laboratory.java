package io.nextcart.training;

import io.nextcart.data.Objective;
import io.nextcart.data.Progress;
import io.nextcart.engine.Source;
import io.nextcart.engine.feature.FeatureExtractor;
import io.nextcart.engine.rank.CatBoostRanker;
import io.nextcart.engine.rank.Ranker;
import io.nextcart.engine.rank.Workspace;
import io.nextcart.engine.source.CandidateSource;
import io.nextcart.engine.table.Tables;
import io.nextcart.training.example.ExampleWriter;
import io.nextcart.training.example.HistoryReplay;
import io.nextcart.training.example.Cases;
import io.nextcart.training.example.Windows;
import io.nextcart.training.fit.FitSettings;
import io.nextcart.training.fit.RankerTrainer;
import io.nextcart.training.fit.TrainingSet;
import io.nextcart.training.input.LogInputs;
import io.nextcart.training.sql.DuckDbEngine;
import io.nextcart.training.stage.Folders;
import io.nextcart.training.stage.Stages;
import io.nextcart.training.table.SessionLog;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A log cut and counted as a retrain does it, ready for any number of fits. */
final class Laboratory implements Closeable {
    static final int TRAIN_CASES = TrainingStages.MOST_TRAIN_CASES;
    static final int HOLDOUT_CASES = 20_000;
    static final long SEED = 42;

    private static final int NEGATIVES = 20;

    private final Path folder;
    private final DuckDbEngine sql;
    final SessionLog sessions;
    final Objective objective;
    final Windows windows;
    final HistoryReplay replay;
    private final List<Tables> pasts = new ArrayList<>();
    final Tables judged;

    private Laboratory(List<Path> events, List<Path> properties, @Nullable Path tree, String objectiveName)
            throws IOException {
        folder = Files.createTempDirectory("laboratory-");
        sql = new DuckDbEngine(folder.resolve("sql"), threads(), 2L << 30);
        RetrainSettings settings = new RetrainSettings(
                new LogInputs(events, null, properties, tree, 0.01),
                Objective.ofSetting("--objective", objectiveName).orElse(null),
                SEED,
                RetrainSettings.Target.of(folder.toString()),
                RetrainSettings.Resources.of(threads(), folder));
        TrainingStages stages = TrainingStages.read(settings, new Stages(Progress.NONE), Progress.NONE, sql);
        TrainingStages.Log log = stages.log();
        sessions = log.sessions();
        objective = log.objective();
        windows = log.windows();
        replay = log.replay();
        for (int fold = 0; fold < windows.folds(); fold++) {
            pasts.add(stages.past(fold, folder.resolve("past-" + fold)));
        }
        judged = stages.judged(folder.resolve("judged"));
        System.out.printf(
                "%,d events, objective %s, ranker learns from %,d sessions, holdout %,d sessions%n",
                log.database().eventCount(),
                objective.wireName(),
                windows.holdoutFrom() - windows.trainFrom(),
                windows.sessions() - windows.holdoutFrom());
    }

    /**
     * Opens a log.
     *
     * @param args {@code --data DIR} (or {@code --shop}) with {@code events.csv}, item properties and a category tree, plain or gzip,
     *     the latter two if it has them; or {@code --events F}; {@code --objective cart|view|auto}
     */
    static Laboratory open(String[] args) throws IOException {
        String shop = option(args, "--shop") == null ? option(args, "--data") : option(args, "--shop");
        String events = option(args, "--events");
        String objective = option(args, "--objective");
        if ((shop == null) == (events == null)) {
            throw new IllegalArgumentException("expected --data DIR or --events F");
        }
        objective = objective == null ? "auto" : objective;
        if (shop == null) {
            return new Laboratory(List.of(Path.of(events)), List.of(), null, objective);
        }
        Path folder = Path.of(shop);
        List<Path> properties = new ArrayList<>();
        try (var files = Files.newDirectoryStream(folder, "item_properties*.csv*")) {
            files.forEach(properties::add);
        }
        properties.sort(null);
        Path tree = plainOrGzip(folder.resolve("category_tree.csv"));
        return new Laboratory(
                List.of(plainOrGzip(folder.resolve("events.csv"))),
                properties,
                Files.exists(tree) ? tree : null,
                objective);
    }

    private static Path plainOrGzip(Path file) {
        Path gzip = file.resolveSibling(file.getFileName() + ".gz");
        return Files.exists(gzip) ? gzip : file;
    }

    static @Nullable String option(String[] args, String name) {
        int at = Arrays.asList(args).indexOf(name);
        return at < 0 || at + 1 >= args.length ? null : args[at + 1];
    }

    static int threads() {
        return Runtime.getRuntime().availableProcessors();
    }

    /** The tables of the past of the last fold. */
    Tables past() {
        return pasts.get(windows.folds() - 1);
    }

    /** Cases of the last fold. */
    Cases cases(int most) {
        return cases(windows.folds() - 1, most);
    }

    private Cases cases(int fold, int most) {
        return Cases.toLearnFrom(
                sessions,
                windows.foldFrom(fold),
                windows.foldFrom(fold + 1),
                windows.holdoutFromMs(sessions),
                objective,
                most,
                SEED);
    }

    /** A new empty folder for a fit. */
    Path folder() throws IOException {
        return Files.createTempDirectory(folder, "fit-");
    }

    /**
     * Fits a ranker as a retrain does.
     *
     * @param muted sources that are not asked
     * @param hidden features that the ranker may not look at: they are unknown in every example, so that no tree asks for
     *     them
     */
    Ranker fit(Set<Source> muted, Set<String> hidden) throws IOException {
        TrainingSet all = new TrainingSet(FeatureExtractor.NAMES);
        int learnt = 0;
        for (int fold = 0; fold < windows.folds(); fold++) {
            Cases cases = cases(fold, TRAIN_CASES / windows.folds());
            learnt += (int) Arrays.stream(cases.session()).distinct().count();
            TrainingSet rows = new TrainingSet(FeatureExtractor.NAMES);
            new ExampleWriter(workspace(pasts.get(fold), muted), replay, NEGATIVES, SEED)
                    .write(cases, rows, Progress.NONE);
            all.append(rows);
        }
        TrainingSet set = hidden.isEmpty() ? all : hide(all, hidden);
        FitSettings settings = FitSettings.standard(learnt, SEED, threads());
        return CatBoostRanker.load(
                RankerTrainer.fit(set, folder(), settings, Progress.NONE).model());
    }

    /** The workspace that serves, without some of its sources. */
    static Workspace workspace(Tables tables, Set<Source> muted) {
        Map<Source, CandidateSource> sources = Workspace.sources(tables);
        sources.keySet().removeAll(muted);
        return new Workspace(tables, sources.values());
    }

    private static TrainingSet hide(TrainingSet all, Set<String> hidden) {
        TrainingSet set = new TrainingSet(all.featureNames());
        float[] row = new float[all.featureNames().size()];
        for (int r = 0; r < all.rows(); r++) {
            for (int f = 0; f < row.length; f++) {
                row[f] = hidden.contains(all.featureNames().get(f)) ? Float.NaN : all.feature(r, f);
            }
            set.append(row, 0, all.label(r), all.group(r));
        }
        return set;
    }

    @Override
    public void close() throws IOException {
        sql.close();
        Folders.delete(folder);
    }
}
