package io.nextcart.infra.cost;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** The page docs/cost.md. */
final class CostReport {
    private static final double MILLION = 1e6;
    private static final List<Double> MONTHS = List.of(0.0, MILLION, 10 * MILLION, 100 * MILLION);

    private CostReport() {}

    /** The page from the template {@code cost.md} beside this class. */
    static List<String> page(CostModel model, CostModel rest) throws IOException {
        List<List<CostModel.Line>> months = MONTHS.stream().map(model::month).toList();
        Map<String, String> values = Map.ofEntries(
                Map.entry("noted", model.noted()),
                Map.entry("recommendations", dollars(model.perRecommendation() * MILLION)),
                Map.entry("recommendations.rest", dollars(rest.perRecommendation() * MILLION)),
                Map.entry("formula", model.formula()),
                Map.entry("formula.rest", rest.formula()),
                Map.entry("requests", dollars(model.perEventsRequest() * MILLION)),
                Map.entry("requests.rest", dollars(rest.perEventsRequest() * MILLION)),
                Map.entry("events", dollars(model.perEvent() * MILLION)),
                Map.entry("preflights", dollars(model.gatewayRequest() * MILLION)),
                Map.entry("preflights.rest", dollars(rest.gatewayRequest() * MILLION)),
                Map.entry("months", String.join("\n", rows(model, months))),
                Map.entry("full", dollars(model.fullMonitoringMonth())),
                Map.entry("further", dollars(model.furtherShopMonth())),
                Map.entry("minutes", Long.toString(Math.round(model.trainingMinutes(MONTHS.get(3))))),
                Map.entry("spark.noted", model.sparkNoted()),
                Map.entry("spark.formula", model.sparkFormula()),
                Map.entry("spark.run", dollars(model.sparkMinutes() / 60 * model.sparkHour())),
                Map.entry("spark.minutes", Long.toString(Math.round(model.sparkMinutes()))),
                Map.entry("firewall", dollars(model.firewallMonth())),
                Map.entry("firewalled", dollars(model.firewallPerRequest() * MILLION)),
                Map.entry("provisioned", dollars(model.provisionedGbMonth())));
        try (InputStream in = requireNonNull(CostReport.class.getResourceAsStream("cost.md"), "cost.md is missing")) {
            String page = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            for (Map.Entry<String, String> value : values.entrySet()) {
                page = page.replace("${" + value.getKey() + "}", value.getValue());
            }
            return page.lines().toList();
        }
    }

    private static List<String> rows(CostModel model, List<List<CostModel.Line>> months) {
        List<String> rows = new ArrayList<>();
        for (int line = 0; line < months.get(0).size(); line++) {
            int at = line;
            rows.add(row(
                    months.get(0).get(line).what(),
                    months.stream().mapToDouble(month -> month.get(at).dollars())));
        }
        rows.add(row("**all**", months.stream().mapToDouble(CostModel::total)));
        rows.add(row(
                "all, per million recommendations | –",
                IntStream.range(1, months.size())
                        .mapToDouble(i -> CostModel.total(months.get(i)) / (MONTHS.get(i) / MILLION))));
        rows.add(row("Amazon Personalize, one campaign", MONTHS.stream().mapToDouble(model::personalizeMonth)));
        return rows;
    }

    private static String row(String what, DoubleStream dollars) {
        return "| " + what + " | " + dollars.mapToObj(CostReport::dollars).collect(Collectors.joining(" | ")) + " |";
    }

    private static String dollars(double amount) {
        return String.format(Locale.ROOT, "%,.2f", amount);
    }
}
