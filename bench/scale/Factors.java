package io.nextcart.training;

import io.nextcart.data.Progress;
import io.nextcart.engine.rank.Workspace;
import io.nextcart.engine.table.FactorTable;
import io.nextcart.engine.table.ItemTable;
import io.nextcart.engine.table.Tables;
import io.nextcart.store.document.EvaluationDetails.Interval;
import io.nextcart.store.document.StageRecord;
import io.nextcart.training.als.ImplicitAls;
import io.nextcart.training.als.Interactions;
import io.nextcart.training.baseline.Baseline;
import io.nextcart.training.baseline.Baselines;
import io.nextcart.training.evaluate.PairedBootstrap;
import io.nextcart.training.evaluate.RankingMetrics;
import io.nextcart.training.example.Cases;
import io.nextcart.training.example.ExampleWriter;
import io.nextcart.training.example.Horizon;
import io.nextcart.training.example.TableReplay;
import io.nextcart.training.input.LogInputs;
import io.nextcart.training.sql.DuckDbEngine;
import io.nextcart.training.sql.SqlEngine;
import io.nextcart.training.stage.Folders;
import io.nextcart.training.stage.Stages;
import io.nextcart.training.table.KnownItems;
import io.nextcart.training.table.TableBuilder;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.spark.ml.recommendation.ALS;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Factors by {@link ImplicitAls} beside those by Spark's MLlib: the same sessions × items, the same cases of the same holdout, items
 * ranked by the factors alone. Each is fitted in a process of its own. See README.md beside this.
 */
final class Factors {
    private static final int FACTORS = 50;
    private static final long SEED = 42;
    private static final int CASES = 5_000;

    private Factors() {}

    /** Commands that start a Java process with a class path: for our ALS, and for MLlib. */
    private record Commands(List<String> ours, List<String> mllib) {}

    public static void main(String[] args) throws Exception {
        if (args[0].equals("fit")) {
            fit(args[1], Path.of(args[2]), Path.of(args[3]), Integer.parseInt(args[4]));
            return;
        }
        Path folder = Files.createTempDirectory("factors-");
        Path events = Path.of(args[0]);
        Commands commands = new Commands(List.of(args[1].split("\n")), List.of(args[2].split("\n")));
        List<String> fits = new ArrayList<>(List.of("ours"));
        fits.addAll(Arrays.asList(args).subList(3, args.length));
        try (SqlEngine sql = new DuckDbEngine(folder.resolve("sql"), threads(), 2L << 30)) {
            compare(events, folder, sql, commands, fits);
        } finally {
            Folders.delete(folder);
        }
    }

    private static void compare(Path events, Path folder, SqlEngine sql, Commands commands, List<String> fits)
            throws Exception {
        RetrainSettings settings = new RetrainSettings(
                new LogInputs(List.of(events), null, List.of(), null, 0.01),
                null,
                SEED,
                RetrainSettings.Target.of(folder.toString()),
                RetrainSettings.Resources.of(threads(), folder));
        TrainingStages.Log log =
                TrainingStages.read(settings, new Stages(Progress.NONE), Progress.NONE, sql).log();
        long endMs = log.windows().holdoutFromMs(log.sessions());
        Path tables = folder.resolve("judged");
        new TableBuilder(log.database(), Progress.NONE).build(tables, endMs);
        ItemTable items = ItemTable.open(tables.resolve(Tables.ITEMS));
        Interactions matrix = Interactions.ofSessions(
                log.sessions(),
                endMs,
                KnownItems.indices(log.database().itemIds(), items),
                items.size(),
                TableBuilder.LONGEST_SESSION);
        Path csv = folder.resolve("matrix.csv");
        write(matrix, csv);
        Cases cases = Cases.answered(
                log.sessions(),
                log.windows().holdoutFrom(),
                log.windows().sessions(),
                log.objective(),
                Horizon.DAY,
                CASES,
                SEED);
        System.out.printf(
                Locale.ROOT,
                "%,d events; %,d sessions with two items or more × %,d items, %,d entries; %,d cases, target %s%n%n"
                        + "| fit | HR@20, %% | MRR@20, %% | ours above it: HR@20 | MRR@20 | CPU s | wall s | of the process, CPU s | peak, MiB |%n|%s%n",
                log.database().eventCount(),
                matrix.rows(),
                items.size(),
                matrix.item().length,
                cases.size(),
                log.objective().wireName(),
                "---|".repeat(9));
        RankingMetrics ours = null;
        for (String fit : fits) {
            List<String> command = new ArrayList<>(fit.startsWith("ours") ? commands.ours() : commands.mllib());
            Path table = folder.resolve("fit.tbl");
            command.addAll(List.of(
                    Factors.class.getName(), "fit", fit, csv.toString(), table.toString(), Integer.toString(items.size())));
            String cost = run(command);
            RankingMetrics metrics = judge(log, cases, tables, table);
            ours = ours == null ? metrics : ours;
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %.2f | %.2f | %s | %s | %s |%n",
                    fit,
                    100 * metrics.hitRate(20),
                    100 * metrics.mrr(20),
                    lead(cases, ours, metrics, "hr@20"),
                    lead(cases, ours, metrics, "mrr@20"),
                    cost);
        }
    }

    private static int threads() {
        return Runtime.getRuntime().availableProcessors();
    }

    /** A line for each entry: row, item, count. */
    private static void write(Interactions matrix, Path csv) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(csv)) {
            for (int row = 0; row < matrix.rows(); row++) {
                for (int at = matrix.offsets()[row]; at < matrix.offsets()[row + 1]; at++) {
                    out.write(row + "," + matrix.item()[at] + "," + matrix.count()[at] + "\n");
                }
            }
        }
    }

    /** Runs a process; returns its last line. */
    private static String run(List<String> command) throws Exception {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String last = "";
        try (BufferedReader out = process.inputReader()) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                last = line;
            }
        }
        int status = process.waitFor();
        if (status != 0) {
            throw new IOException("a fit ended with exit code " + status);
        }
        return last;
    }

    /** Ranks all items for each case by a table of factors, as the baseline {@code als} of an evaluation does. */
    private static RankingMetrics judge(TrainingStages.Log log, Cases cases, Path folder, Path factors)
            throws IOException {
        Files.copy(factors, folder.resolve(Tables.FACTORS), StandardCopyOption.REPLACE_EXISTING);
        Tables tables = Tables.open(folder);
        Baseline als = Baselines.all(tables).stream()
                .filter(one -> one.name().equals("als"))
                .findFirst()
                .orElseThrow();
        int[] views = new int[tables.items().size()];
        RankingMetrics metrics = new RankingMetrics(views);
        Workspace workspace = new Workspace(tables);
        TableReplay known = log.replay().into(workspace);
        int[] ranked = new int[RankingMetrics.LONGEST];
        for (int c = 0; c < cases.size(); c++) {
            int session = cases.session()[c];
            known.fill(session, cases.position()[c], ExampleWriter.isInline(session));
            int[] relevant = known.numbers(cases.relevant()[c]);
            workspace.session().seal();
            metrics.add(ranked, als.rank(workspace.session(), ranked), relevant);
        }
        return metrics;
    }

    private static String lead(Cases cases, RankingMetrics ours, RankingMetrics other, String metric) {
        if (ours == other) {
            return "";
        }
        Interval lead = new PairedBootstrap(cases.session(), SEED).difference(ours.byCase(metric), other.byCase(metric));
        return String.format(
                Locale.ROOT, "%+.2f (%+.2f to %+.2f)", 100 * lead.value(), 100 * lead.low(), 100 * lead.high());
    }

    /**
     * Fits and prints what it took.
     *
     * @param name {@code ours}, for the settings of a training; or {@code ours} or {@code mllib}, λ, α and rounds,
     *     with colons between them
     */
    private static void fit(String name, Path csv, Path table, int items) throws Exception {
        Stages stages = new Stages(Progress.NONE);
        String[] parts = name.split(":");
        ImplicitAls.Settings standard = ImplicitAls.Settings.standard(SEED, threads());
        double lambda = parts.length == 1 ? standard.regularization() : Double.parseDouble(parts[1]);
        double alpha = parts.length == 1 ? standard.alpha() : Double.parseDouble(parts[2]);
        int rounds = parts.length == 1 ? standard.iterations() : Integer.parseInt(parts[3]);
        if (parts[0].equals("ours")) {
            Interactions matrix = read(csv, items);
            ImplicitAls.Settings settings = new ImplicitAls.Settings(
                    FACTORS, alpha, lambda, rounds, SEED, threads());
            ImplicitAls.Vectors met =
                    stages.run("fit", stage -> new ImplicitAls(settings).fit(matrix, Progress.NONE));
            FactorTable.write(table, met.items(), met.values(), FACTORS, items);
        } else {
            Mllib.fit(stages, csv, table, items, lambda, alpha, rounds);
        }
        StageRecord fit = stages.records().get(0);
        double all = ProcessHandle.current().info().totalCpuDuration().orElseThrow().toMillis() / 1e3;
        System.out.printf(Locale.ROOT, "%n%.1f | %.1f | %.1f | %,d%n", fit.cpuSeconds(), fit.seconds(), all, fit.peakRssMb());
    }

    private static Interactions read(Path csv, int items) throws IOException {
        int entries;
        try (var lines = Files.lines(csv)) {
            entries = (int) lines.count();
        }
        int[] offsets = new int[entries + 1];
        int[] item = new int[entries];
        float[] count = new float[entries];
        int at = 0;
        int rows = 0;
        try (BufferedReader in = Files.newBufferedReader(csv)) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String[] fields = line.split(",");
                rows = Integer.parseInt(fields[0]) + 1;
                item[at] = Integer.parseInt(fields[1]);
                count[at++] = Float.parseFloat(fields[2]);
                offsets[rows] = at;
            }
        }
        return new Interactions(Arrays.copyOf(offsets, rows + 1), item, count, items);
    }

    /** Loaded in the process with Spark only. */
    private static final class Mllib {
        static void fit(Stages stages, Path csv, Path table, int items, double lambda, double alpha, int rounds)
                throws Exception {
            try (SparkSession spark = SparkSession.builder()
                    .master("local[" + threads() + "]")
                    .config("spark.ui.enabled", false)
                    .config("spark.sql.shuffle.partitions", threads())
                    .getOrCreate()) {
                spark.sparkContext().setLogLevel("ERROR");
                Dataset<Row> matrix = spark.read()
                        .schema("session INT, item INT, count FLOAT")
                        .csv(csv.toString())
                        .cache();
                matrix.count();
                List<Row> found = stages.run("fit", stage -> new ALS()
                        .setImplicitPrefs(true)
                        .setRank(FACTORS)
                        .setRegParam(lambda)
                        .setAlpha(alpha)
                        .setMaxIter(rounds)
                        .setSeed(SEED)
                        .setNumBlocks(threads())
                        .setUserCol("session")
                        .setItemCol("item")
                        .setRatingCol("count")
                        .fit(matrix)
                        .itemFactors()
                        .orderBy("id")
                        .collectAsList());
                write(found, table, items);
            }
        }

        /** Scales vectors to length 1, as ours are. */
        private static void write(List<Row> found, Path table, int items) throws IOException {
            int[] met = new int[found.size()];
            float[] values = new float[found.size() * FACTORS];
            for (int one = 0; one < met.length; one++) {
                met[one] = found.get(one).getInt(0);
                List<Float> vector = found.get(one).getList(1);
                double squares = vector.stream().mapToDouble(value -> (double) value * value).sum();
                for (int f = 0; f < FACTORS; f++) {
                    values[one * FACTORS + f] = squares > 0 ? (float) (vector.get(f) / Math.sqrt(squares)) : 0;
                }
            }
            FactorTable.write(table, met, values, FACTORS, items);
        }
    }
}
