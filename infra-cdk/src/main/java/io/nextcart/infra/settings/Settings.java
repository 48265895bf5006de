package io.nextcart.infra.settings;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a shop may set, from {@code cdk.json} or {@code -c key=value}; README.md explains each.
 *
 * @param stage names the stacks, {@code nextcart-<stage>-…}
 * @param shop one of several of a stage, with stacks of its own, {@code nextcart-<stage>-<shop>-…}; empty for the first
 * @param region where they go; empty for the region of the AWS profile in use
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
    /** How a Lambda that answers begins to run. */
    public enum Start {
        /** From nothing, at the first request. */
        NONE,
        /** From a snapshot that Lambda took when the code came in. */
        SNAPSTART,
        /** Some always run; they cost by the hour. */
        PROVISIONED
    }

    /** What of API Gateway stands before the functions. */
    public enum Kind {
        /** An HTTP API; the functions check keys and scopes. */
        HTTP,
        /** A REST API, at three and a half times the price, with quotas and a firewall. */
        REST
    }

    /** How much is watched. */
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
     * @param keysVersion the version of the parameter {@code /nextcart/<stage>/keys} of SSM, which holds digests; not for a REST API
     * @param canary whether new code gets 10 % of the requests for five minutes first, and goes when an alarm rings
     * @param alias whether the API asks an alias of a published version; LocalStack cannot move one, there it asks the newest code
     * @param waf whether a web application firewall stands before the API
     * @param corsOrigin the origin whose pages may ask from a browser, such as {@code https://www.shop.example}; empty for none
     * @param controlShare of the users, 0–0.5, who are shown what is popular, so that the lift of recommendations is known
     * @param domain under what name it is asked
     * @param accountLogRole whether the stack sets the role by which API Gateway writes logs: one per account and region
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
            DomainSettings domain,
            boolean accountLogRole) {}

    /**
     * The Lambdas of the API and the archive.
     *
     * @param recommendMemoryMb and the others: 128–10240; 1769 is one processor
     * @param provisioned how many of {@code recommend} always run; 0 unless {@link Start#PROVISIONED}
     * @param arm64 whether all Lambdas run on arm64, at four fifths of the price, or on x86-64
     * @param snapshot of {@code recommend}: another name is another version, whose snapshot holds the model of that day; or empty
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
     * What the key may ask before it gets a 429.
     *
     * @param burst requests at once
     * @param perMonth the quota of a REST API's key
     * @param pagePerSecond what all pages may ask together
     */
    public record Limits(int perSecond, int burst, int perMonth, int pagePerSecond) {
        /** What all pages may ask together: burst and quota are the same share as their rate. */
        public Limits ofPages() {
            double share = (double) pagePerSecond / perSecond;
            return new Limits(
                    pagePerSecond,
                    Math.max(1, (int) (burst * share)),
                    Math.max(1, (int) (perMonth * share)),
                    pagePerSecond);
        }
    }

    /**
     * The retrain.
     *
     * @param enabled whether there is one
     * @param image {@code repository:tag} in the account's ECR; empty for the one that was built here
     * @param network where it runs
     * @param trial how a new model is tried
     * @param mlflow the server that records it
     */
    public record Training(
            boolean enabled,
            String image,
            Schedule schedule,
            Task task,
            NetworkSettings network,
            TrialSettings trial,
            MlflowSettings mlflow) {}

    /**
     * When a retrain starts.
     *
     * @param expression {@code cron(…)} or {@code rate(…)}, in {@code timeZone}
     * @param windowMinutes within how long after that time it starts; 0 for at once
     */
    public record Schedule(String expression, String timeZone, int windowMinutes) {}

    /**
     * What a retrain runs on.
     *
     * @param cpu of Fargate, 1024 is one processor
     * @param storageGb of the task's disk
     * @param spot whether spare capacity is tried first, at about a third of the price
     * @param timeoutMinutes after which a retrain is given up
     */
    public record Task(int cpu, int memoryMb, int storageGb, boolean spot, int timeoutMinutes) {}

    /**
     * Who is notified, and when.
     *
     * @param level how much is watched
     * @param alarmEmail empty for nobody
     * @param telegramParameter the SecureString of SSM with token and chat of a bot; empty for none
     * @param monthlyBudgetUsd 0 for none
     * @param p99Ms above which recommending is too slow
     * @param fallbackPercent of answers without a shopper's own taste above which something is wrong
     * @param modelAgeHours above which the model is old
     * @param silentDays after which an alarm reports that no retrain has ended well, up to 7; 0 for never
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

    /** What names the stacks, the keys and all else of a shop: the stage, and a shop that is not the first. */
    public String name() {
        return shop.isEmpty() ? stage : stage + "-" + shop;
    }

    /** What the namespace of metrics ends with: shops share it, and pay for it once, where their alarms are shared. */
    public String metrics() {
        return monitoring.level() == Level.FULL ? name() : stage;
    }

    /** How the names of the alarms begin that end a trial. */
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
    /** An alarm looks at ten metrics at most, of each shop at two. */
    private static final int MOST_SHOPS = 5;

    /** CloudWatch looks back no further than a week. */
    private static final int LONGEST_ALARM_DAYS = 7;

    /**
     * Reads those of all shops: the first, and those that {@code shops} names, with what each has otherwise.
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
     * Reads those of one shop.
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
                        reader.text(
                                "monitoring.telegramParameter",
                                "/?[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+){0,14}" + MAYBE,
                                "the name of a SecureString of SSM such as /nextcart/telegram, or nothing"),
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
                reader.share("api.controlShare", 0.5),
                DomainSettings.read(reader, region, waf),
                reader.flag("api.accountLogRole"));
    }

    private static Training training(SettingsReader reader) {
        int cpu = reader.number("training.cpu", 1024, 16_384);
        int memoryMb = reader.number("training.memoryMb", 2048, 122_880);
        int[] memory = FARGATE_MEMORY_MB.get(cpu);
        if (memory == null) {
            reader.require(false, "training.cpu is " + cpu + ", expected 1024, 2048, 4096, 8192 or 16384");
        } else {
            reader.require(
                    memoryMb >= memory[0] && memoryMb <= memory[1] && memoryMb % memory[2] == 0,
                    "training.memoryMb is " + memoryMb + ", expected with training.cpu " + cpu + " a multiple of "
                            + memory[2] + " from " + memory[0] + " to " + memory[1]);
        }
        String timeZone = reader.text("training.timeZone", ".+", "a time zone");
        reader.require(
                ZoneId.getAvailableZoneIds().contains(timeZone),
                "training.timeZone is '" + timeZone + "', expected a time zone such as Europe/Berlin");
        return new Training(
                reader.flag("training.enabled"),
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
                NetworkSettings.read(reader),
                TrialSettings.read(reader),
                MlflowSettings.read(reader));
    }
}
