package io.nextcart.local.cli;

import io.nextcart.store.document.JsonFields;
import io.nextcart.training.answer.ShopAnswers;
import io.nextcart.training.evaluate.CaseEvaluation;
import io.nextcart.training.evaluate.Comparison;
import io.nextcart.training.stage.TemporaryFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures the model in service on cases with known answers. */
@Command(
        name = "evaluate",
        description =
                "Measures the model in service, or another, on the cases of a file, with the code that serves, beside baselines.")
final class EvaluateCommand extends NextcartCommand {
    private static final String CASES = "--cases";

    @Mixin
    private Options.Store store = new Options.Store();

    @Option(
            names = CASES,
            required = true,
            paramLabel = "F|s3://…",
            description =
                    "One case per line, plain or gzip: {\"items\":[\"1\",\"2\"],\"target\":\"3\"}, items oldest first; for several"
                            + " relevant items \"targets\":[…], empty when nothing followed.")
    private String cases = "";

    @Mixin
    private Options.Model model = new Options.Model();

    @Option(
            names = "--archive",
            paramLabel = "DIR|s3://…",
            description =
                    "The archive with the shop's changes of items: hidden ones are not shown. Default: the store's.")
    private @Nullable String archive;

    @Mixin
    private Options.BadRows maxBadRows = new Options.BadRows();

    @Option(names = "--json", description = "Print one JSON object with every digit.")
    private boolean json;

    @Override
    int run() throws IOException {
        try (TemporaryFolder copies = TemporaryFolder.create();
                ConsoleProgress progress = progress()) {
            LogOptions.requireArchive(archive);
            ShopAnswers shop = ShopAnswers.open(
                    new ShopAnswers.Place(store.place, model.version, archive, maxBadRows.share.value()),
                    copies.path());
            inputs.require(CASES, List.of(cases));
            Path file =
                    inputs.local(CASES, List.of(cases), copies.path(), progress).get(0);
            CaseEvaluation.Report report = new CaseEvaluation(shop).report(file, progress);
            progress.end();
            shop.archived().sentences().forEach(err()::println);
            if (json) {
                say(asJson(shop.version(), report));
            } else {
                new EvaluationText(out()).print(shop.version(), report);
            }
        }
        return ExitCode.OK;
    }

    private static String asJson(String model, CaseEvaluation.Report report) {
        Comparison comparison = report.comparison();
        JsonFields all = new JsonFields().put("model", model).put("cases", comparison.cases());
        comparison.metrics(Comparison.OURS).byName().forEach(all::put);
        all.put("silent_cases", report.silent()).put("unknown_ids", report.unknownIds());
        JsonFields baselines = new JsonFields();
        for (String ranker : comparison.rankers()) {
            if (!ranker.equals(Comparison.OURS)) {
                baselines.put(ranker, comparison.metrics(ranker).byName());
            }
        }
        all.put("baselines", baselines);
        comparison.details().putInto(all);
        all.put("reliability", report.reliability().details().putInto(new JsonFields()));
        return new String(all.toBytes(), StandardCharsets.UTF_8);
    }
}
