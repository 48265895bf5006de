package io.nextcart.infra.cost;

import static java.util.Objects.requireNonNull;

import io.nextcart.functions.api.Prices;
import io.nextcart.infra.settings.Settings;
import java.util.Locale;

/** What use costs by list prices, in US dollars. */
public class UseCost {
    private static final double GB = 1e9;
    private static final double MS_PER_SECOND = 1000;

    final Figures prices;
    final Figures work;
    private final Settings.Kind kind;

    UseCost(Settings.Kind kind, Figures prices, Figures work) {
        this.kind = requireNonNull(kind, "kind is null");
        this.prices = requireNonNull(prices, "prices is null");
        this.work = requireNonNull(work, "work is null");
    }

    /** From the two files of this package, for a kind of API. */
    public static UseCost of(Settings.Kind kind) {
        return new UseCost(kind, Figures.read("prices.properties"), Figures.read("workload.properties"));
    }

    /** What use costs, for the function that shows it. */
    public final Prices use() {
        return new Prices(perRecommendation(), perEventsRequest(), perEvent(), noted());
    }

    /** The date of the prices. */
    final String noted() {
        return prices.text("noted");
    }

    /** One recommendation: gateway, Lambda, the query of the shopper's events, log, answer. */
    public final double perRecommendation() {
        return request(recommendMs(), work.number("recommend.memory.gb"))
                + work.number("recommend.read.units") * prices.each("dynamodb.read")
                + work.number("recommend.answer.bytes") / GB * prices.number("transfer.gb");
    }

    /** Lambda time of a recommendation, milliseconds, with its share of a cold start. */
    final double recommendMs() {
        return work.number("recommend.ms")
                + work.number("recommend.coldstart.share") * work.number("recommend.coldstart.ms");
    }

    /** One request with events, without the cost per event. */
    public final double perEventsRequest() {
        return request(work.number("events.ms"), work.number("events.memory.gb"));
    }

    /** One event written to table and index; the month's bill contains its storage. */
    public final double perEvent() {
        return work.number("event.write.units") * prices.each("dynamodb.write");
    }

    private double request(double ms, double gb) {
        return gatewayRequest()
                + call(ms, gb)
                + work.number("log.bytes.per.request")
                        / GB
                        * (prices.number("logs.gb") + prices.number("logs.gbmonth"));
    }

    /** API Gateway's price of a request, which a preflight costs too. */
    final double gatewayRequest() {
        return prices.each("apigateway." + kind.name().toLowerCase(Locale.ROOT));
    }

    /** One call of a Lambda. */
    final double call(double ms, double gb) {
        return ms / MS_PER_SECOND * gb * prices.number("lambda.gbsecond") + prices.each("lambda.request");
    }
}
