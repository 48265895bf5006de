package io.nextcart.infra.settings;

import io.nextcart.functions.api.trial.Assignment;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A shop's settings, from {@code cdk.json} or {@code -c key=value}; README.md explains each.
 *
 * @param stage prefix of the stacks, {@code nextcart-<stage>-…}
 * @param shop one of several of a stage, with stacks of its own, {@code nextcart-<stage>-<shop>-…}; empty for the first
 * @param region of the stacks; empty for that of the AWS profile in use
 * @param retainData whether tables and buckets outlive their stack
 */
public record Settings(
        String stage,
        String shop,
        String region,
        boolean retainData,
        Api api,
        StateSettings state,
        Training training,
        Monitoring monitoring) {
    /** How the Lambda that recommends starts. */
    public enum Start {
        /** From nothing, at the first request. */
        NONE,
        /** From a snapshot that Lambda took when the code was deployed. */
        SNAPSTART,
        /** Some instances always run, and are billed by the hour. */
        PROVISIONED
    }

    /** The kind of API Gateway API before the functions. */
    public enum Kind {
        /** An HTTP API; the functions check keys and scopes. */
        HTTP,
        /** A REST API, at three and a half times the price, with quotas and optionally a firewall. */
        REST
    }

    /** The amount of monitoring. */
    public enum Level {
        /** Nothing. */
        OFF,
        /** Four alarms. */
        BASIC,
        /** Every alarm and the dashboard. */
        FULL
    }

    /**
     * Lambdas and API.
     *
     * @param keysVersion the version of the SSM parameter {@code /nextcart/<stage>/keys}, which holds digests; not for
     *     a REST API
     * @param canary whether new code first gets 10 % of the requests for five minutes, and is rolled back by an alarm
     * @param alias whether the API calls an alias of a published version; LocalStack cannot move one, so there it calls
     *     the newest code
     * @param waf whether a web application firewall stands before the API
     * @param corsOrigin the origin whose pages may call from a browser, such as {@code https://www.shop.example}; empty
     *     for none
     * @param controlShare share of the users, 0–0.5, who get popular items, so that the lift of recommendations can be
     *     measured
     * @param exploreShare share of the places after a list's first, 0–0.5, for items that few have seen
     * @param domain the API's name
     * @param accountLogRole whether the stack sets the role by which API Gateway writes logs: one per account and
     *     region
     * @param adminKey whether a REST API has a key of its own for changing rules, exporting and deleting users, which the servers' key
     *     then may no longer do
     * @param pseudonymParameter the SecureString of SSM with the key by which ids of users are replaced at the door; empty to
     *     store them as they are
     */
    public record Api(
            Kind kind,
            int keysVersion,
            Lambdas lambdas,
            Limits limits,
            boolean canary,
            boolean alias,
            boolean waf,
            String corsOrigin,
            double controlShare,
            double exploreShare,
            DomainSettings domain,
            boolean accountLogRole,
            boolean adminKey,
            String pseudonymParameter) {}

    /**
     * The Lambdas of the API and the archive.
     *
     * @param recommendMemoryMb like the others: 128–10240; 1769 is one processor
     * @param provisioned number of {@code recommend} instances that always run; 0 unless {@link Start#PROVISIONED}
     * @param arm64 whether all Lambdas run on arm64, at four fifths of the price, or on x86-64
     * @param snapshot of {@code recommend}: another name makes another version, whose snapshot holds the model of that
     *     day; or empty
     */
    public record Lambdas(
            int recommendMemoryMb,
            int eventsMemoryMb,
            int archiveMemoryMb,
            Start start,
            int provisioned,
            boolean arm64,
            String snapshot) {}

    /**
     * The limits of the key, beyond which it gets a 429.
     *
     * @param burst concurrent requests
     * @param perMonth the quota of a REST API's key
     * @param pagePerSecond the rate of all pages together
     */
    public record Limits(int perSecond, int burst, int perMonth, int pagePerSecond) {
        /** The limits of all pages together: burst and quota are scaled like the rate. */
        public Limits ofPages() {
            double share = (double) pagePerSecond / perSecond;
            return new Limits(
                    pagePerSecond,
                    Math.max(1, (int) (burst * share)),
                    Math.max(1, (int) (perMonth * share)),
                    pagePerSecond);
        }
    }

    /** What makes the tables of a retrain, and where it runs. */
    public enum Engine {
        /** One Fargate task. */
        DUCKDB,
        /** EMR Serverless. */
        SPARK
    }

    /**
     * The retrain.
     *
     * @param enabled whether there is one
     * @param image of the Fargate task, {@code repository:tag} in the account's ECR; empty for the one that was built here
     * @param task the Fargate task; its timeout is that of a Spark job too
     * @param network where it runs
     * @param trial how a new model is tried
     * @param mlflow the server that records it
     */
    public record Training(
            boolean enabled,
            Engine engine,
            String image,
            Schedule schedule,
            Task task,
            SparkSettings spark,
            NetworkSettings network,
            TrialSettings trial,
            MlflowSettings mlflow) {}

    /**
     * When a retrain starts.
     *
     * @param expression {@code cron(…)} or {@code rate(…)}, in {@code timeZone}
     * @param windowMinutes the period after that time in which it starts; 0 for at once
     */
    public record Schedule(String expression, String timeZone, int windowMinutes) {}

    /**
     * The machine and limits of a retrain.
     *
     * @param cpu of Fargate, 1024 is one processor
     * @param storageGb of the task's disk
     * @param spot whether spare capacity is tried first, at about a third of the price
     * @param timeoutMinutes maximum duration of a retrain
     */
    public record Task(int cpu, int memoryMb, int storageGb, boolean spot, int timeoutMinutes) {}

    /**
     * Who is notified, and when.
     *
     * @param level the amount of monitoring
     * @param alarmEmail empty for nobody
     * @param telegramParameter the SecureString of SSM with token and chat of a bot; empty for none
     * @param monthlyBudgetUsd 0 for none
     * @param p99Ms answer time above which recommending is too slow
     * @param fallbackPercent share of answers that know nothing of the shopper above which something is wrong
     * @param modelAgeHours age above which the model is old
     * @param silentDays days without a well-ended retrain after which an alarm rings, up to 7; 0 for never
     */
    public record Monitoring(
            Level level,
            String alarmEmail,
            String telegramParameter,
            int monthlyBudgetUsd,
            int p99Ms,
            int fallbackPercent,
            int modelAgeHours,
            int silentDays) {}

    /** The prefix of stacks, keys and everything else of a shop: the stage, and the shop unless it is the first. */
    public String name() {
        return shop.isEmpty() ? stage : stage + "-" + shop;
    }

    /** The suffix of the metrics' namespace, which shops with shared alarms share and pay for once. */
    public String metrics() {
        return monitoring.level() == Level.FULL ? name() : stage;
    }

    /** The prefix of the alarms that end a trial. */
    public String guardAlarms() {
        return "nextcart-" + metrics() + "-guard-";
    }

    private static final Map<Integer, int[]> FARGATE_MEMORY_MB = Map.of(
            1024, new int[] {2048, 8192, 1024},
            2048, new int[] {4096, 16384, 1024},
            4096, new int[] {8192, 30720, 1024},
            8192, new int[] {16384, 61440, 4096},
            16384, new int[] {32768, 122880, 8192});
    private static final String MAYBE = "|";
    /** An alarm reads at most ten metrics, two of each shop. */
    private static final int MOST_SHOPS = 5;

    /** CloudWatch looks back a week at most. */
    private static final int LONGEST_ALARM_DAYS = 7;

    /**
     * Reads the settings of all shops: the first, and those that {@code shops} names, with their differences.
     *
     * @param context the value of a key of the CDK's context, null when there is none
     * @throws IllegalArgumentException with every fault of the first shop that has one
     */
    public static List<Settings> all(Function<String, @Nullable Object> context) {
        List<Settings> all = new ArrayList<>(List.of(read(context, "")));
        Object shops = context.apply(SettingsReader.SHOPS);
        if (shops != null && !(shops instanceof Map<?, ?>)) {
            throw new IllegalArgumentException(
                    "shops is '" + shops + "', expected an object: the names of further shops, each with"
                            + " an object of the settings that differ");
        }
        if (shops instanceof Map<?, ?> named) {
            new TreeSet<>(named.keySet()).forEach(shop -> all.add(read(context, shop.toString())));
        }
        if (all.size() > MOST_SHOPS) {
            throw new IllegalArgumentException("shops has " + (all.size() - 1) + " names, expected at most "
                    + (MOST_SHOPS - 1) + ": deploy the others as another stage");
        }
        return all;
    }

    /**
     * Reads the settings of one shop.
     *
     * @param shop as {@link #shop}
     */
    static Settings read(Function<String, @Nullable Object> context, String shop) {
        SettingsReader reader = new SettingsReader(context, shop);
        String region =
                reader.text("region", "[a-z]{2}(-[a-z]+)+-[0-9]" + MAYBE, "a region such as eu-central-1, or nothing");
        Settings settings = new Settings(
                reader.stage(),
                shop,
                region,
                reader.flag("retainData"),
                api(reader, region),
                StateSettings.read(reader),
                training(reader),
                new Monitoring(
                        Level.valueOf(reader.choice("monitoring.level", "off", "basic", "full")),
                        reader.text("monitoring.alarmEmail", "[^@\\s]+@[^@\\s]+" + MAYBE, "an address, or nothing"),
                        reader.secureString("monitoring.telegramParameter"),
                        reader.number("monitoring.monthlyBudgetUsd", 0, 1_000_000),
                        reader.number("monitoring.p99Ms", 1, 29_000),
                        reader.number("monitoring.fallbackPercent", 1, 100),
                        reader.number("monitoring.modelAgeHours", 1, 8760),
                        reader.number("monitoring.silentDays", 0, LONGEST_ALARM_DAYS)));
        reader.require(
                settings.monitoring.monthlyBudgetUsd == 0 || !settings.monitoring.alarmEmail.isEmpty(),
                "monitoring.monthlyBudgetUsd needs a monitoring.alarmEmail to write to");
        reader.check();
        return settings;
    }

    private static Api api(SettingsReader reader, String region) {
        String start = reader.text("api.start", "none|snapstart|provisioned", "none, snapstart or provisioned");
        int provisioned = reader.number("api.provisioned", 0, 1000);
        reader.require(
                start.equals("provisioned") == (provisioned > 0),
                "api.provisioned is " + provisioned + ", expected 1 or more with api.start provisioned, else 0");
        String snapshot = reader.text(
                "api.snapshot",
                "[A-Za-z0-9._-]{1,64}" + MAYBE,
                "1 to 64 of A–Z, a–z, 0–9, '.', '_' and '-', or nothing");
        reader.require(
                snapshot.isEmpty() || start.equals("snapstart"),
                "api.snapshot is '" + snapshot + "', expected nothing with api.start other than snapstart");
        boolean canary = reader.flag("api.canary");
        reader.require(
                !canary || provisioned == 0,
                "api.canary is true with api.start provisioned, expected false: Lambda shifts no share of an alias to a version that"
                        + " has no provisioned concurrency yet");
        boolean alias = reader.flag("api.alias");
        reader.require(
                alias || (!canary && start.equals("none")),
                "api.alias is false, expected true with api.canary, or api.start other than none");
        Kind kind = Kind.valueOf(reader.choice("api.kind", "http", "rest"));
        boolean waf = reader.flag("api.waf");
        reader.require(
                !waf || kind == Kind.REST || reader.flag("api.edge"),
                "api.waf is true with api.kind http, expected api.kind rest or api.edge: AWS puts no firewall before an HTTP API");
        boolean adminKey = reader.flag("api.adminKey");
        reader.require(
                !adminKey || kind == Kind.REST,
                "api.adminKey is true with api.kind http, expected false: there, an entry admin:… of the keys' parameter is such a key");
        int perSecond = reader.number("api.requestsPerSecond", 1, 10_000);
        int pagePerSecond = reader.number("api.pageRequestsPerSecond", 1, 10_000);
        reader.require(
                pagePerSecond <= perSecond,
                "api.pageRequestsPerSecond is " + pagePerSecond + ", expected at most api.requestsPerSecond, which is "
                        + perSecond);
        return new Api(
                kind,
                reader.number("api.keysVersion", 1, 1_000_000),
                new Lambdas(
                        reader.number("api.recommendMemoryMb", 512, 10_240),
                        reader.number("api.eventsMemoryMb", 256, 10_240),
                        reader.number("api.archiveMemoryMb", 256, 10_240),
                        switch (start) {
                            case "snapstart" -> Start.SNAPSTART;
                            case "provisioned" -> Start.PROVISIONED;
                            default -> Start.NONE;
                        },
                        provisioned,
                        reader.choice("api.architecture", "arm64", "x86_64").equals("ARM64"),
                        snapshot),
                new Limits(
                        perSecond,
                        reader.number("api.burst", 1, 5_000),
                        reader.number("api.requestsPerMonth", 1, Integer.MAX_VALUE),
                        pagePerSecond),
                canary,
                alias,
                waf,
                reader.text(
                        "api.corsOrigin",
                        "https?://[A-Za-z0-9.-]{1,253}(:[0-9]{1,5})?" + MAYBE,
                        "an origin such as https://www.shop.example, without a path, or nothing"),
                reader.share("api.controlShare", Assignment.LARGEST_SHARE),
                reader.share("api.exploreShare", Assignment.LARGEST_SHARE),
                DomainSettings.read(reader, region, waf),
                reader.flag("api.accountLogRole"),
                adminKey,
                reader.secureString("api.pseudonymParameter"));
    }

    private static Training training(SettingsReader reader) {
        int cpu = reader.number("training.cpu", 1024, 16_384);
        int memoryMb = reader.number("training.memoryMb", 2048, 122_880);
        reader.requireFit("training.cpu", cpu, "training.memoryMb", memoryMb, FARGATE_MEMORY_MB);
        String timeZone = reader.text("training.timeZone", ".+", "a time zone");
        reader.require(
                ZoneId.getAvailableZoneIds().contains(timeZone),
                "training.timeZone is '" + timeZone + "', expected a time zone such as Europe/Berlin");
        Training training = new Training(
                reader.flag("training.enabled"),
                Engine.valueOf(reader.choice("training.engine", "duckdb", "spark")),
                reader.text(
                        "training.image",
                        "[a-z0-9]+([._/-][a-z0-9]+)*:[A-Za-z0-9_][A-Za-z0-9._-]{0,127}" + MAYBE,
                        "repository:tag in this account's ECR, or nothing"),
                new Schedule(
                        reader.text("training.schedule", "(cron|rate)\\([^()]+\\)", "cron(…) or rate(…)"),
                        timeZone,
                        reader.number("training.windowMinutes", 0, 1440)),
                new Task(
                        cpu,
                        memoryMb,
                        reader.number("training.storageGb", 21, 200),
                        reader.flag("training.spot"),
                        reader.number("training.timeoutMinutes", 5, 1440)),
                SparkSettings.read(reader),
                NetworkSettings.read(reader),
                TrialSettings.read(reader),
                MlflowSettings.read(reader));
        boolean spark = training.engine == Engine.SPARK;
        reader.require(
                !spark || !training.mlflow.isThere() || !training.network.vpc().isEmpty(),
                "training.mlflowUri with training.engine spark needs a training.vpc whose subnets reach it: without one,"
                        + " EMR Serverless reaches only AWS in its region");
        reader.require(
                !spark || training.mlflow.secret().isEmpty(),
                "training.mlflowSecret is set with training.engine spark, expected nothing: EMR Serverless puts no secret"
                        + " into variables");
        return training;
    }
}
