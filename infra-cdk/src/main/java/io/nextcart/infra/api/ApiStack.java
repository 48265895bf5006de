package io.nextcart.infra.api;

import io.nextcart.infra.cost.UseCost;
import io.nextcart.infra.iam.Accepted;
import io.nextcart.infra.iam.Rights;
import io.nextcart.infra.settings.Settings;
import io.nextcart.infra.state.StateStack;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.cloudwatch.actions.SnsAction;
import software.amazon.awscdk.services.codedeploy.LambdaApplication;
import software.amazon.awscdk.services.lambda.Alias;
import software.amazon.awscdk.services.lambda.CfnFunction;
import software.amazon.awscdk.services.lambda.IFunction;
import software.constructs.Construct;

/** What can be replaced at any time: the four Lambdas, the API before three of them, and the deployment of new code. */
public final class ApiStack extends Stack {
    /** The stage of the API, as API Gateway's metrics name it. */
    public static final String STAGE = "live";

    /** The rate limit of {@code GET /v1/health}, which needs no key. */
    static final int HEALTH_PER_SECOND = 5;

    static final int HEALTH_BURST = 10;

    /** The alias that the API calls; it points to the version in service. */
    private static final String ALIAS = "live";

    private static final int HOOK_MEMORY_MB = 1024;
    private static final int HOOK_TIMEOUT_SECONDS = 180;
    private static final int RECOMMEND_TIMEOUT_SECONDS = 10;
    /** API Gateway's timeout: a batch of 500 is 500 writes. */
    private static final int EVENTS_TIMEOUT_SECONDS = 29;

    /** API Gateway's timeout: a listing reads hundreds of documents. */
    private static final int MODELS_TIMEOUT_SECONDS = 29;

    private static final int MODELS_MEMORY_MB = 1024;

    private final ArchiveLambda archive;
    private final GatewayMetrics gateway;

    public ApiStack(
            Construct scope, String id, StackProps props, Settings settings, StateStack state, Packages packages) {
        super(scope, id, props);
        LambdaFunction recommend = recommend(settings, state, packages);
        LambdaFunction events = events(settings, state, packages);
        LambdaFunction models = models(settings, state, packages);
        List<LambdaFunction> all = List.of(recommend, events, models);
        String pseudonyms = settings.api().pseudonymParameter();
        if (!pseudonyms.isEmpty()) {
            List.of(recommend, events).forEach(lambda -> {
                lambda.function().addEnvironment("NEXTCART_PSEUDONYM_PARAMETER", pseudonyms);
                lambda.allowParameter(pseudonyms);
            });
        }
        archive = new ArchiveLambda(this, settings, state, packages);
        Settings.Api wanted = settings.api();
        Map<String, Alias> aliases = new TreeMap<>();
        if (wanted.alias()) {
            aliases.put("recommend", alias(recommend, wanted.lambdas().provisioned()));
            aliases.put("events", alias(events, 0));
        }
        Map<String, IFunction> asked = new TreeMap<>(
                wanted.alias() ? aliases : Map.of("recommend", recommend.function(), "events", events.function()));
        asked.put("models", models.function()); // the staff's: no shopper waits for its new code
        if (wanted.kind() == Settings.Kind.HTTP) {
            gateway = new HttpShopApi(this, "Http", settings, packages, asked, state.domain()).metrics();
        } else {
            ShopApi api = new ShopApi(this, "Api", settings, packages, asked, state.domain());
            gateway = api.metrics();
            // The functions refuse this key the calls for servers, however API Gateway treats a rate of 0.
            api.pageKeyId()
                    .ifPresent(key ->
                            all.forEach(lambda -> lambda.function().addEnvironment("NEXTCART_PAGE_KEY_IDS", key)));
            api.adminKeyId()
                    .ifPresent(key ->
                            all.forEach(lambda -> lambda.function().addEnvironment("NEXTCART_ADMIN_KEY_IDS", key)));
        }
        boolean watched = settings.monitoring().level() != Settings.Level.OFF;
        Alarm fails = watched || wanted.canary()
                ? GradualDeployment.gatewayFails(this, gateway, watched ? guard(settings) : null)
                : null;
        if (watched && fails != null) {
            SnsAction tell = new SnsAction(state.notifications());
            fails.addAlarmAction(tell);
            fails.addOkAction(tell);
        }
        if (wanted.canary() && fails != null) {
            LambdaApplication application =
                    LambdaApplication.Builder.create(this, "Code").build();
            boolean byVersion = settings.monitoring().level() == Settings.Level.FULL;
            aliases.forEach((name, alias) -> {
                GradualDeployment deployment = new GradualDeployment(
                        this, "Canary-" + name, application, alias, name, byVersion ? settings.metrics() : null, fails);
                if (name.equals("recommend")) {
                    deployment.askBefore(
                            hook(
                                    state,
                                    packages,
                                    recommend,
                                    alias,
                                    wanted.lambdas().arm64()),
                            alias);
                }
            });
        }
    }

    /** A name with the prefix of the guards: shops that share alarms have one of these each. */
    private static String guard(Settings settings) {
        return settings.guardAlarms() + "GatewayFails" + (settings.shop().isEmpty() ? "" : "-" + settings.shop());
    }

    /** The hook that tests a new version of {@code Recommend} before shoppers reach it. */
    private LambdaFunction hook(
            StateStack state, Packages packages, LambdaFunction recommend, Alias alias, boolean arm64) {
        LambdaFunction hook = new LambdaFunction(
                this,
                "Hook",
                new LambdaFunction.Spec(
                        "asks new code before shoppers do",
                        packages.jar("recommend"),
                        "io.nextcart.functions.recommend.PreTrafficHook",
                        HOOK_MEMORY_MB,
                        HOOK_TIMEOUT_SECONDS,
                        false,
                        arm64),
                Map.of(
                        "NEXTCART_STORE",
                        "s3://" + state.models().getBucketName(),
                        "NEXTCART_VERSION",
                        alias.getVersion().getFunctionArn()));
        // CodeDeploy's managed policy allows calls to functions with this prefix.
        ((CfnFunction) hook.function().getNode().getDefaultChild()).setFunctionName("CodeDeployHook_" + getStackName());
        hook.allow(List.of("lambda:InvokeFunction"), recommend.function().getFunctionArn() + ":*");
        hook.allow(List.of("s3:GetObject"), state.models().arnForObjects("models/current.json"));
        hook.allow(List.of("s3:ListBucket"), state.models().getBucketArn());
        Accepted.finding(
                hook.policy(),
                "AwsSolutions-IAM5",
                "function:Recommend:*, to call: a version gets its number when it is published.");
        return hook;
    }

    /** Reads the shopper's events, the changes of the catalogue, the rules, and the published model. */
    private LambdaFunction recommend(Settings settings, StateStack state, Packages packages) {
        LambdaFunction lambda = new LambdaFunction(
                this,
                "Recommend",
                new LambdaFunction.Spec(
                        "recommends items to shoppers",
                        packages.jar("recommend"),
                        "io.nextcart.functions.recommend.RecommendFunction",
                        settings.api().lambdas().recommendMemoryMb(),
                        RECOMMEND_TIMEOUT_SECONDS,
                        settings.api().lambdas().start() == Settings.Start.SNAPSTART,
                        settings.api().lambdas().arm64()),
                environment(
                        settings,
                        state,
                        Map.of(
                                "NEXTCART_STORE",
                                "s3://" + state.models().getBucketName(),
                                "NEXTCART_CONTROL_SHARE",
                                Double.toString(settings.api().controlShare()),
                                "NEXTCART_EXPLORE_SHARE",
                                Double.toString(settings.api().exploreShare()))));
        String snapshot = settings.api().lambdas().snapshot();
        if (!snapshot.isEmpty()) {
            // Lambda publishes a version, and so takes a snapshot, only of changes.
            CfnFunction function = (CfnFunction) lambda.function().getNode().getDefaultChild();
            function.setDescription(function.getDescription() + "; snapshot " + snapshot);
        }
        lambda.allow(
                List.of("dynamodb:Query"),
                state.events().getTableArn() + "/index/by_time",
                state.catalogue().getTableArn() + "/index/changes",
                state.rules().getTableArn());
        lambda.allow(List.of("dynamodb:Scan"), state.catalogue().getTableArn());
        lambda.allow(List.of("s3:GetObject"), state.models().arnForObjects("models/*"));
        // Without it S3 answers 403 instead of 404 for a missing object, as before the first model.
        lambda.allow(List.of("s3:ListBucket"), state.models().getBucketArn());
        Accepted.finding(
                lambda.policy(),
                "AwsSolutions-IAM5",
                "models/* of the bucket of models, to read: a version's name is not known before it is trained.");
        return lambda;
    }

    /** Stores events, exports and deletes users, and accepts the shop's changes of its catalogue and its rules. */
    private LambdaFunction events(Settings settings, StateStack state, Packages packages) {
        LambdaFunction lambda = new LambdaFunction(
                this,
                "Events",
                new LambdaFunction.Spec(
                        "keeps events and what the shop says of items",
                        packages.jar("events"),
                        "io.nextcart.functions.events.EventsFunction",
                        settings.api().lambdas().eventsMemoryMb(),
                        EVENTS_TIMEOUT_SECONDS,
                        settings.api().lambdas().start() == Settings.Start.SNAPSTART,
                        settings.api().lambdas().arm64()),
                environment(
                        settings,
                        state,
                        Map.of(
                                "NEXTCART_EVENTS_TTL_DAYS",
                                Integer.toString(settings.state().eventsTtlDays()))));
        String events = state.events().getTableArn();
        lambda.allow(List.of("dynamodb:PutItem", "dynamodb:BatchWriteItem", "dynamodb:Query"), events);
        lambda.allow(List.of("dynamodb:Query"), events + "/index/by_time");
        lambda.allow(
                List.of("dynamodb:PutItem", "dynamodb:GetItem"),
                state.tombstones().getTableArn());
        lambda.allow(
                List.of("dynamodb:UpdateItem", "dynamodb:GetItem"),
                state.catalogue().getTableArn());
        lambda.allow(
                List.of("dynamodb:Query", "dynamodb:GetItem", "dynamodb:PutItem"),
                state.rules().getTableArn());
        return lambda;
    }

    /**
     * Lists models, changes which of them serves, and reads metrics and alarms of the stage; it costs nothing while nobody
     * asks.
     */
    private LambdaFunction models(Settings settings, StateStack state, Packages packages) {
        Map<String, String> environment = new TreeMap<>(Map.of(
                "NEXTCART_STORE",
                "s3://" + state.models().getBucketName(),
                // Metrics of its own would cost more than its calls.
                "NEXTCART_METRICS",
                "off",
                "NEXTCART_STAGE",
                settings.metrics(),
                "NEXTCART_ALARMS",
                "nextcart-" + settings.stage() + "-",
                "NEXTCART_PRICES",
                UseCost.of(settings.api().kind()).use().toJson().toText()));
        addKeys(settings, environment);
        LambdaFunction lambda = new LambdaFunction(
                this,
                "Models",
                new LambdaFunction.Spec(
                        "lists models, changes which one serves, and shows how the shop does",
                        packages.jar("rollout"),
                        "io.nextcart.functions.rollout.ModelsFunction",
                        MODELS_MEMORY_MB,
                        MODELS_TIMEOUT_SECONDS,
                        false,
                        settings.api().lambdas().arm64()),
                environment);
        lambda.allow(List.of("s3:ListBucket"), state.models().getBucketArn());
        lambda.allow(
                List.of("s3:GetObject"),
                state.models().arnForObjects("lift.json"),
                state.models().arnForObjects("models/*"), // a model is read before it serves, to see that it is whole
                state.models().arnForObjects("runs/*-report.html"),
                state.models().arnForObjects("runs/*.json"),
                state.models().arnForObjects("trials/*.json"));
        lambda.allow(List.of("cloudwatch:GetMetricData"), "*"); // which knows no resource
        lambda.allow(List.of("cloudwatch:DescribeAlarms"), Rights.alarms(this));
        // Which model serves; never a model's files.
        lambda.allow(List.of("s3:PutObject"), state.models().arnForObjects("models/current.json"));
        Accepted.finding(
                lambda.policy(),
                "AwsSolutions-IAM5",
                "models, runs and trials of the bucket of models, to read: they are named when they are written. Metrics and"
                        + " alarm:*, to read: CloudWatch has no narrower resource.");
        return lambda;
    }

    /** Digests, which no function has to fetch; a new version of them makes a new version of the functions. */
    private static void addKeys(Settings settings, Map<String, String> environment) {
        if (settings.api().kind() == Settings.Kind.HTTP) {
            environment.put(
                    "NEXTCART_KEYS",
                    "{{resolve:ssm:/nextcart/" + settings.name() + "/keys:"
                            + settings.api().keysVersion() + "}}");
        }
    }

    private static Map<String, String> environment(Settings settings, StateStack state, Map<String, String> own) {
        Map<String, String> all = new TreeMap<>(own);
        all.put("NEXTCART_EVENTS_TABLE", state.events().getTableName());
        all.put("NEXTCART_TOMBSTONES_TABLE", state.tombstones().getTableName());
        all.put("NEXTCART_CATALOGUE_TABLE", state.catalogue().getTableName());
        all.put("NEXTCART_RULES_TABLE", state.rules().getTableName());
        all.put("NEXTCART_STAGE", settings.metrics());
        all.put("NEXTCART_CORS_ORIGIN", settings.api().corsOrigin());
        addKeys(settings, all);
        return all;
    }

    private static Alias alias(LambdaFunction lambda, int provisioned) {
        return Alias.Builder.create(lambda, "Live")
                .aliasName(ALIAS)
                .version(lambda.function().getCurrentVersion())
                .provisionedConcurrentExecutions(provisioned > 0 ? provisioned : null)
                .build();
    }

    public ArchiveLambda archive() {
        return archive;
    }

    /** API Gateway's metrics. */
    public GatewayMetrics gateway() {
        return gateway;
    }
}
