package io.nextcart.infra.cost;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * What the nightly retrain and the trials cost a month, in US dollars. Every night trains and a trial is always under way, which is
 * more than can be: a night of a trial trains nothing.
 */
final class PipelineCost {
    private static final double MILLION = 1e6;
    private static final double MS_PER_SECOND = 1000;
    private static final double MINUTES_PER_HOUR = 60;
    private static final double DAYS_PER_MONTH = 365.0 / 12;

    private final Figures prices;
    private final Figures work;

    PipelineCost(Figures prices, Figures work) {
        this.prices = requireNonNull(prices, "prices is null");
        this.work = requireNonNull(work, "work is null");
    }

    /**
     * The parts of it.
     *
     * @param events that a month brings
     * @param objects of the archive in which they come
     */
    List<CostModel.Line> month(double events, double objects) {
        return List.of(
                new CostModel.Line("Retrain every night, spare capacity", training(events, objects)),
                new CostModel.Line(
                        "Trials without a break: the rollout function, what it reads", trial(events, objects)),
                new CostModel.Line("Schedule and Step Functions", machine()),
                new CostModel.Line("Messages: mail, notifier, its secret", messages()));
    }

    private double runs() {
        return work.number("training.runs.per.month");
    }

    private double training(double events, double objects) {
        double hour = (work.number("training.vcpu") * prices.number("fargate.vcpu.hour")
                                + work.number("training.gb") * prices.number("fargate.gb.hour"))
                        * prices.number("fargate.spot.share")
                + Math.max(0, work.number("training.storage.gb") - prices.number("fargate.storage.gb.included"))
                        * prices.number("fargate.storage.gb.hour")
                + prices.number("ip.hour");
        double days = work.number("training.log.months") * DAYS_PER_MONTH;
        double there = objects > 0 ? objects / DAYS_PER_MONTH * work.number("training.days.young") + days : 0;
        return runs()
                * (trainingMinutes(events) / MINUTES_PER_HOUR * hour
                        + there * work.number("training.asks.per.object") * prices.each("s3.get"));
    }

    /** How long one retrain takes, in minutes. */
    double trainingMinutes(double eventsPerMonth) {
        return work.number("training.minutes.base")
                + work.number("training.minutes.per.million.events") * logMillions(eventsPerMonth);
    }

    private double logMillions(double eventsPerMonth) {
        return eventsPerMonth * work.number("training.log.months") / MILLION;
    }

    private double trial(double events, double objects) {
        double share = work.number("trial.days") / DAYS_PER_MONTH;
        double shoppers = share * events / work.number("trial.events.per.shopper");
        double lists = work.number("rollout.lists.per.look") + share * objects / work.number("rollout.names.per.list");
        double seconds = work.number("rollout.look.seconds")
                + shoppers / MILLION * work.number("rollout.seconds.per.million.shoppers");
        double looks = work.number("trial.looks.per.month")
                * (lambda(seconds, work.number("rollout.memory.gb"))
                        + lists * prices.each("s3.put")
                        + prices.each("s3.get")
                        + prices.each("s3.put"));
        double read = events / MILLION * work.number("rollout.seconds.per.million.events")
                + objects * work.number("rollout.seconds.per.object");
        return looks
                + read * work.number("rollout.memory.gb") * prices.number("lambda.gbsecond")
                + objects * prices.each("s3.get");
    }

    private double machine() {
        double transitions = runs() * work.number("pipeline.transitions.per.night")
                + work.number("trial.looks.per.month") * work.number("pipeline.transitions.per.look");
        return transitions * prices.each("states.transition") + runs() * prices.each("scheduler");
    }

    private double messages() {
        double one = prices.each("sns.mail")
                + lambda(work.number("notifier.ms") / MS_PER_SECOND, work.number("notifier.memory.gb"));
        return work.number("messages.per.month") * one + prices.number("secret.month");
    }

    private double lambda(double seconds, double gb) {
        return seconds * gb * prices.number("lambda.gbsecond") + prices.each("lambda.request");
    }
}
