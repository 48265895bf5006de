package io.nextcart.infra.cost;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Writes docs/cost.md. */
final class CostReport {
    private static final double MILLION = 1e6;
    private static final List<Double> MONTHS = List.of(0.0, MILLION, 10 * MILLION, 100 * MILLION);

    private CostReport() {}

    /**
     * Writes the page; a test holds it to this program.
     *
     * @param args the file to write
     */
    public static void main(String[] args) throws IOException {
        if (args.length != 1) {
            throw new IllegalArgumentException(args.length + " arguments, expected the file to write");
        }
        Files.write(Path.of(args[0]), page(CostModel.standard()));
    }

    static List<String> page(CostModel model) {
        List<String> page = new ArrayList<>();
        page.addAll(List.of(
                "# What it costs",
                "",
                "Computed by `CostReport` in `infra-cdk` from two files beside it: `prices.properties`, list prices of us-east-1 noted on "
                        + model.noted() + ", and",
                "`workload.properties`, what is assumed of a shop. No free tier is counted. These are estimates by list prices,"
                        + " not a bill: nothing of it was",
                "measured in an account.",
                "",
                "## Per million",
                "",
                "| | dollars |",
                "|---|---|"));
        page.add(row("recommendations asked for", model.perRecommendation() * MILLION));
        page.add(row("requests that bring events, without the events in them", model.perEventsRequest() * MILLION));
        page.add(row("events kept", model.perEvent() * MILLION));
        page.addAll(List.of(
                "",
                "Of a million recommendations, 3.50 are API Gateway's: a REST API, which has the keys, quotas and gateway answers that the"
                        + " contract needs. The aim",
                "is 5 dollars for all that a million recommendations take. Shoppers with longer histories than the real log's, of five"
                        + " events on average, cost up to",
                "0.50 more.",
                "",
                "## Per month",
                "",
                "| recommendations a month | 0 | 1 M | 10 M | 100 M |",
                "|---|---|---|---|---|"));
        List<List<CostModel.Line>> months = MONTHS.stream().map(model::month).toList();
        for (int line = 0; line < months.get(0).size(); line++) {
            int at = line;
            page.add(row(
                    months.get(0).get(line).what(),
                    months.stream().mapToDouble(month -> month.get(at).dollars())));
        }
        page.add(row("**all**", months.stream().mapToDouble(CostModel::total)));
        page.add(row(
                "all, per million recommendations | –",
                IntStream.range(1, months.size())
                        .mapToDouble(i -> CostModel.total(months.get(i)) / (MONTHS.get(i) / MILLION))));
        page.add(row("Amazon Personalize, one campaign", MONTHS.stream().mapToDouble(model::personalizeMonth)));
        page.addAll(List.of(
                "",
                "Without traffic there are still the alarms, the dashboard, the models, and each night a retrain of the log that is there; a"
                        + " shop without a log trains",
                "nothing. Metrics, alarms and dashboard are most of it: without them "
                        + dollars(CostModel.total(months.get(0)) - model.monitoringMonth(false))
                        + " are left. Every night trains here, and a trial is always under way, which is",
                "more than can be: a night of a trial trains nothing. The messages count a bot of Telegram, whose secret is nearly all of"
                        + " them. Training on the log of a",
                "shop with 100 M recommendations a month is extrapolated ("
                        + Math.round(model.trainingMinutes(MONTHS.get(3)))
                        + " minutes a night), not measured; so is what trials read there.",
                "",
                "Personalize is paid by the campaign's requests a second, one at least, around the clock, and by training hours. It is"
                        + " counted with one campaign",
                "(similar items would be a second one), even traffic and a full training a night (its hours are assumed, not measured),"
                        + " without the gateway and the",
                "Lambda that a shop needs before it.",
                "",
                "## What moves it",
                "",
                "- Events in batches: one request for each event adds " + dollars(model.perEventsRequest() * MILLION)
                        + " per million.",
                "- A firewall (`api.waf`): " + dollars(model.firewallMonth()) + " a month and "
                        + dollars(model.firewallPerRequest() * MILLION)
                        + " per million requests. Provisioned concurrency: " + dollars(model.provisionedGbMonth())
                        + " a month for each GB that always runs.",
                "- `NEXTCART_METRICS=off` saves the metrics and most of the log, and blinds dashboard and alarms."));
        return page;
    }

    private static String row(String what, double dollars) {
        return row(what, DoubleStream.of(dollars));
    }

    private static String row(String what, DoubleStream dollars) {
        return "| " + what + " | " + dollars.mapToObj(CostReport::dollars).collect(Collectors.joining(" | ")) + " |";
    }

    private static String dollars(double amount) {
        return String.format(Locale.ROOT, "%,.2f", amount);
    }
}
