package io.nextcart.infra.cost;

import io.nextcart.infra.settings.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What Nextcart costs by list prices, in US dollars, per request and per month: the figures of docs/cost.md. */
final class CostModel extends UseCost {
    private static final double MILLION = 1e6;
    private static final double GB = 1e9;
    private static final double MS_PER_SECOND = 1000;
    private static final double MINUTES_PER_HOUR = 60;
    private static final double HOURS_PER_MONTH = 730;
    private static final double DAYS_PER_MONTH = 365.0 / 12;

    CostModel(Settings.Kind kind, Figures prices, Figures work) {
        super(kind, prices, work);
    }

    /** From the two files of this package, for a kind of API. */
    static CostModel standard(Settings.Kind kind) {
        return new CostModel(kind, Figures.read("prices.properties"), Figures.read("workload.properties"));
    }

    /** One part of a month's bill. */
    record Line(String what, double dollars) {}

    /** The parts of {@link #perRecommendation} for a million, in the order of its sum. */
    String formula() {
        double gbSeconds = recommendMs() / MS_PER_SECOND * work.number("recommend.memory.gb");
        return String.format(
                Locale.ROOT,
                "%.2f gateway + %.2f calls of Lambda + %.4f GB·s × %.2f + %.1f read units × %.3f + %.3f kB of log ×"
                        + " %.2f + %.1f kB of answer × %.2f = %.2f",
                gatewayRequest() * MILLION,
                prices.each("lambda.request") * MILLION,
                gbSeconds,
                prices.number("lambda.gbsecond") * MILLION,
                work.number("recommend.read.units"),
                prices.each("dynamodb.read") * MILLION,
                work.number("log.bytes.per.request") / 1000,
                prices.number("logs.gb") + prices.number("logs.gbmonth"),
                work.number("recommend.answer.bytes") / 1000,
                prices.number("transfer.gb"),
                perRecommendation() * MILLION);
    }

    /**
     * A month's bill in a steady state, by part. It assumes a training every night and a permanent trial, which is an
     * upper bound: a night within a trial trains nothing.
     *
     * @param recommendations in the month, 0 or more; 0 means an old log and a retrain every night that learns nothing
     *     new, so that no trial starts
     */
    List<Line> month(double recommendations) {
        double events = recommendations * work.number("events.per.recommendation");
        boolean traffic = recommendations > 0;
        List<Line> lines = new ArrayList<>();
        lines.add(new Line(
                "Recommendations: gateway, Lambda, query, log, answer", recommendations * perRecommendation()));
        lines.add(new Line(
                "Events: gateway, Lambda, writes, log",
                events * perEvent() + events / work.number("events.per.request") * perEventsRequest()));
        lines.add(new Line("Table of events, with recovery", stored(events)));
        lines.add(new Line("Archive: writes and storage", traffic ? archive(events) : 0));
        double objects = traffic ? objects(events) : 0;
        lines.add(new Line("Retrain every night, spare capacity", training(events, objects)));
        lines.add(new Line(
                "Trials without a break: the rollout function, what it reads", traffic ? trials(events, objects) : 0));
        lines.add(new Line("The lift, counted every night", traffic ? lift(events, objects) : 0));
        lines.add(new Line("Schedule and Step Functions", machine(traffic)));
        lines.add(new Line("Messages by mail", work.number("messages.per.month") * prices.each("sns.mail")));
        lines.add(new Line(
                "Image and models",
                work.number("image.gb") * prices.number("ecr.gbmonth")
                        + work.number("models.gb") * prices.number("s3.gbmonth")));
        lines.add(new Line("Metrics, alarms", monitoringMonth(traffic)));
        return lines;
    }

    private double stored(double events) {
        double gb = events * work.number("event.table.months") * work.number("event.table.bytes") / GB;
        return gb * (prices.number("dynamodb.gbmonth") + prices.number("dynamodb.recovery.gbmonth"));
    }

    /** Metrics and alarms of the level basic, of a shop with or without requests. */
    double monitoringMonth(boolean traffic) {
        return (traffic ? work.number("metrics") + work.number("trial.metrics") : 0)
                        * prices.number("cloudwatch.metric.month")
                + work.number("alarm.metrics") * prices.number("cloudwatch.alarm.month");
    }

    /**
     * What a further shop adds to a month without shoppers, from the lines of {@link #month} that it does not share.
     */
    double furtherShopMonth() {
        return training(0, 0)
                + machine(false)
                + work.number("models.gb") * prices.number("s3.gbmonth")
                + work.number("alarm.metrics.further.shop") * prices.number("cloudwatch.alarm.month");
    }

    /** What the level full adds to a month: every alarm, the dashboard, the metrics of the retrain. */
    double fullMonitoringMonth() {
        return (work.number("alarm.metrics.full") - work.number("alarm.metrics"))
                        * prices.number("cloudwatch.alarm.month")
                + work.number("dashboards.full") * prices.number("cloudwatch.dashboard.month")
                + work.number("training.metrics") * runs() / HOURS_PER_MONTH * prices.number("cloudwatch.metric.month");
    }

    private double archive(double events) {
        double gb = events * work.number("archive.months") * work.number("event.archive.bytes") / GB;
        return objects(events)
                        * (prices.each("s3.put") + call(work.number("archive.ms"), work.number("archive.memory.gb")))
                + gb * prices.number("s3.gbmonth");
    }

    /** New objects of the archive per month. */
    private double objects(double events) {
        double batches = work.number("archive.shards") * work.number("archive.batches.per.shard.per.month");
        return Math.max(Math.min(events, batches), events / work.number("archive.events.per.object"));
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

    /** The date of the prices of Spark. */
    String sparkNoted() {
        return prices.text("emr.noted");
    }

    /** One hour of a retrain on Spark with all its workers. */
    double sparkHour() {
        return spark("vcpu") * prices.number("emr.vcpu.hour")
                + spark("gb") * prices.number("emr.gb.hour")
                + sparkDiskGb() * prices.number("emr.storage.gb.hour");
    }

    /** The parts of {@link #sparkHour}. */
    String sparkFormula() {
        return String.format(
                Locale.ROOT,
                "%.0f vCPU × %.6f + %.0f GB × %.7f + %.0f GB of disk × %.6f = %.2f",
                spark("vcpu"),
                prices.number("emr.vcpu.hour"),
                spark("gb"),
                prices.number("emr.gb.hour"),
                sparkDiskGb(),
                prices.number("emr.storage.gb.hour"),
                sparkHour());
    }

    /** Duration of a retrain on Spark, minutes. */
    double sparkMinutes() {
        return work.number("spark.minutes");
    }

    /** A size of the driver and all executors. */
    private double spark(String size) {
        return work.number("spark.driver." + size)
                + work.number("spark.executors") * work.number("spark.executor." + size);
    }

    /** The disk that is paid for. */
    private double sparkDiskGb() {
        return (1 + work.number("spark.executors"))
                * Math.max(0, work.number("spark.storage.gb") - prices.number("emr.storage.gb.included"));
    }

    /** Duration of one retrain, minutes. */
    double trainingMinutes(double eventsPerMonth) {
        return work.number("training.minutes.base")
                + work.number("training.minutes.per.million.events") * logMillions(eventsPerMonth);
    }

    private double logMillions(double eventsPerMonth) {
        return eventsPerMonth * work.number("training.log.months") / MILLION;
    }

    private double trials(double events, double objects) {
        double share = work.number("trial.days") / DAYS_PER_MONTH;
        double shoppers = share * events / work.number("trial.events.per.shopper");
        double lists = work.number("rollout.lists.per.look") + share * objects / work.number("rollout.names.per.list");
        double seconds = work.number("rollout.look.seconds")
                + shoppers / MILLION * work.number("rollout.seconds.per.million.shoppers");
        double looks = work.number("trial.looks.per.month")
                * (call(seconds * MS_PER_SECOND, work.number("rollout.memory.gb"))
                        + lists * prices.each("s3.put")
                        + prices.each("s3.get")
                        + prices.each("s3.put"));
        double read = events / MILLION * work.number("rollout.seconds.per.million.events")
                + objects * work.number("rollout.seconds.per.object");
        return looks
                + read * work.number("rollout.memory.gb") * prices.number("lambda.gbsecond")
                + objects * prices.each("s3.get");
    }

    private double lift(double events, double objects) {
        double counted = Math.min(events * work.number("lift.days") / DAYS_PER_MONTH, work.number("lift.events.most"));
        double there = objects / DAYS_PER_MONTH * work.number("training.days.young") + work.number("lift.days");
        double seconds = work.number("rollout.look.seconds")
                + counted / MILLION * work.number("rollout.seconds.per.million.events")
                + there * work.number("rollout.seconds.per.object");
        double lists = work.number("lift.days") + 2 * there / work.number("rollout.names.per.list");
        return runs()
                        * (call(seconds * MS_PER_SECOND, work.number("rollout.memory.gb"))
                                + there * prices.each("s3.get")
                                + lists * prices.each("s3.put"))
                + work.number("lift.metrics") * runs() / HOURS_PER_MONTH * prices.number("cloudwatch.metric.month");
    }

    private double machine(boolean trials) {
        double transitions = runs() * work.number("pipeline.transitions.per.night")
                + (trials ? work.number("trial.looks.per.month") * work.number("pipeline.transitions.per.look") : 0);
        return transitions * prices.each("states.transition") + runs() * prices.each("scheduler");
    }

    /** Amazon Personalize for the same month: one campaign, evenly spread traffic, and as many trainings. */
    double personalizeMonth(double recommendations) {
        double events = recommendations * work.number("events.per.recommendation");
        double tpsHours = Math.max(HOURS_PER_MONTH, recommendations / 3600);
        double trainingHours = work.number("training.runs.per.month")
                * (work.number("personalize.training.hours.per.run")
                        + work.number("personalize.training.hours.per.million.events")
                                * events
                                * work.number("training.log.months")
                                / MILLION);
        return tpsHours * prices.number("personalize.tpshour")
                + (recommendations > 0 ? trainingHours * prices.number("personalize.training.hour") : 0)
                + events * work.number("personalize.event.bytes") / GB * prices.number("personalize.ingest.gb");
    }

    /** A firewall with two rules, per month, regardless of traffic. */
    double firewallMonth() {
        return prices.number("waf.acl.month") + 2 * prices.number("waf.rule.month");
    }

    /** What a firewall adds to each request. */
    double firewallPerRequest() {
        return prices.each("waf.request");
    }

    /** One GB of provisioned memory, per month, without the requests that it answers. */
    double provisionedGbMonth() {
        return prices.number("lambda.provisioned.gbsecond") * HOURS_PER_MONTH * 3600;
    }

    /** Sum of a bill. */
    static double total(List<Line> lines) {
        return lines.stream().mapToDouble(Line::dollars).sum();
    }
}
