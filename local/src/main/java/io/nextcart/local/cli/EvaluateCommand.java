package io.nextcart.local.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.nextcart.data.BadInputException;
import io.nextcart.engine.Recommender;
import io.nextcart.engine.bundle.BundleLoader;
import io.nextcart.engine.bundle.Current;
import io.nextcart.engine.metric.RankingMetrics;
import io.nextcart.training.evaluate.CaseEvaluation;
import io.nextcart.training.publish.ObjectStores;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures the model in service on cases with known answers. */
@Command(
        name = "evaluate",
        description = "Asks the model in service every case of a file, as serving does, and measures its answers.",
        mixinStandardHelpOptions = true)
final class EvaluateCommand implements Callable<Integer> {
    private static final List<String> SHARES = List.of("hr", "mrr", "ndcg", "recall", "coverage");
    private static final List<Integer> CUTOFFS = List.of(5, 10, 20);

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--store",
            required = true,
            paramLabel = "DIR|s3://…",
            description = "Where models are published: a folder, or s3://bucket/prefix.")
    private String store = "";

    @Option(
            names = "--cases",
            required = true,
            paramLabel = "F",
            description =
                    "One case a line, plain or gzip: {\"items\":[\"1\",\"2\"],\"target\":\"3\"}, items oldest first.")
    private Path cases = Path.of("");

    @Option(names = "--json", description = "Print one JSON object with every digit.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        try (TemporaryFolder copies = TemporaryFolder.create(Path.of(System.getProperty("java.io.tmpdir", ".")));
                ConsoleProgress progress =
                        ConsoleProgress.open(spec.commandLine().getErr())) {
            BundleLoader loader = new BundleLoader(ObjectStores.open(store), copies.path());
            Current current = loader.current()
                    .orElseThrow(() -> new BadInputException("store " + store
                            + ": holds no model, expected one; publish it with nextcart train --store " + store));
            Recommender recommender = new Recommender(loader.load(current.champion()));
            RankingMetrics metrics = new CaseEvaluation(recommender).run(cases, progress);
            progress.end();
            PrintWriter out = spec.commandLine().getOut();
            if (json) {
                out.println(asJson(current.champion(), metrics));
            } else {
                table(out, current.champion(), metrics);
            }
        }
        return ExitCode.OK;
    }

    private static String asJson(String model, RankingMetrics metrics) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("model", model);
            json.writeNumberField("cases", metrics.cases());
            for (Map.Entry<String, Double> metric : metrics.byName().entrySet()) {
                json.writeNumberField(metric.getKey(), metric.getValue());
            }
            json.writeEndObject();
        }
        return text.toString();
    }

    private static void table(PrintWriter out, String model, RankingMetrics metrics) {
        Map<String, Double> values = metrics.byName();
        out.printf(Locale.ROOT, "%,d cases, model %s%n", metrics.cases(), model);
        out.printf(Locale.ROOT, "  %-14s %9s %9s %9s%n", "", "@5", "@10", "@20");
        for (String name : SHARES) {
            out.printf(Locale.ROOT, "  %-14s", name.length() <= 4 ? name.toUpperCase(Locale.ROOT) : name);
            for (int cutoff : CUTOFFS) {
                out.printf(Locale.ROOT, " %8.2f%%", 100 * values.getOrDefault(name + "@" + cutoff, Double.NaN));
            }
            out.println();
        }
        out.printf(Locale.ROOT, "  %-14s", "novelty (bits)");
        for (int cutoff : CUTOFFS) {
            out.printf(Locale.ROOT, " %9.2f", metrics.novelty(cutoff));
        }
        out.println();
    }
}
