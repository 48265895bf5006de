package io.nextcart.infra;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.cdklabs.cdknag.AwsSolutionsChecks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import software.amazon.awscdk.App;
import software.amazon.awscdk.AppProps;
import software.amazon.awscdk.Aspects;
import software.amazon.awscdk.cxapi.CloudAssembly;
import software.amazon.awscdk.cxapi.CloudFormationStackArtifact;

/**
 * Templates of a stage with cdk-nag's findings, synthesised once for all tests. Packages are stand-ins: nothing reads
 * them.
 */
public final class Synth {
    /** With the settings of cdk.json, and every option that adds resources. */
    public static final Synth PROD = prod(Map.of("monitoring.level", "full"));

    /** The same with the default monitoring: what docs/cost.md counts. */
    public static final Synth BASIC = prod(Map.of());

    /** Trained on Spark, with every alarm. */
    public static final Synth SPARK = prod(Map.of("training.engine", "spark", "monitoring.level", "full"));

    /** The same after a promotion. */
    public static final Synth SNAPSHOT = prod(Map.of("api.snapshot", "20261129T134321Z-fadcdbc9"));

    /** The same behind a REST API: the deployment from before there were HTTP APIs. */
    public static final Synth REST = prod(Map.of("monitoring.level", "full", "api.kind", "rest"));

    /** With calls from pages, on x86-64, without monitoring and training. */
    public static final Synth PAGES = prod(Map.of(
            "monitoring.level", "off",
            "training.enabled", false,
            "api.corsOrigin", "https://www.shop.example",
            "api.architecture", "x86_64"));

    /** The throw-away stage. */
    public static final Synth DEV = new Synth(Map.of("stage", "dev", "training.image", "nextcart-training:1"));

    /** Of {@link #OTHER}. */
    public static final String MLFLOW_SECRET =
            "arn:aws:secretsmanager:eu-central-1:111122223333:secret:shop/mlflow-AbCdEf";

    /** With the other choice of every option. */
    public static final Synth OTHER = new Synth(Map.ofEntries(
            Map.entry("stage", "prod"),
            Map.entry("region", "eu-central-1"),
            Map.entry("api.kind", "rest"),
            Map.entry("api.canary", false),
            Map.entry("monitoring.level", "full"),
            Map.entry("api.start", "provisioned"),
            Map.entry("api.provisioned", 2),
            Map.entry("api.waf", true),
            Map.entry("api.serverAddresses", "203.0.113.7/32, 198.51.100.0/24"),
            Map.entry("api.corsOrigin", "https://www.shop.example"),
            Map.entry("api.accountLogRole", false),
            Map.entry("api.adminKey", true),
            Map.entry("training.image", "nextcart-training:1"),
            Map.entry("training.spot", false),
            Map.entry("training.windowMinutes", 0),
            Map.entry("training.trialUndecided", "promote"),
            Map.entry("training.trialMinShoppers", 2000),
            Map.entry("training.mlflowUri", "https://mlflow.shop.example"),
            Map.entry("training.mlflowSecret", MLFLOW_SECRET),
            Map.entry("state.eventsIndex", "all"),
            Map.entry("state.archiveDays", 730),
            Map.entry("monitoring.silentDays", 0)));

    /** What LocalStack's free edition supports. */
    public static final Synth LOCALSTACK = new Synth(Map.of("stage", "dev", "target", "localstack"));

    /** The same with another document of its API. */
    public static final Synth LOCALSTACK_PAGES =
            new Synth(Map.of("stage", "dev", "target", "localstack", "api.corsOrigin", "https://www.shop.example"));

    /** Two shops, each behind its own API. */
    public static final Synth SHOPS = prod(Map.of(
            "shops",
            Map.of("north", Map.of("api", Map.of("corsOrigin", "https://north.example", "requestsPerSecond", 80)))));

    /** The same with every alarm; the further one is trained on Spark, in a network that is there. */
    public static final Synth SHOPS_FULL = prod(Map.of(
            "monitoring.level",
            "full",
            "shops",
            Map.of(
                    "north",
                    Map.of(
                            "api",
                            Map.of("kind", "rest"),
                            "training",
                            Map.of(
                                    "engine", "spark",
                                    "vpc", "vpc-0123456789abcdef0",
                                    "subnets", "subnet-0123456789abcdef0, subnet-0123456789abcdef1",
                                    "mlflowUri", "https://mlflow.shop.example")))));

    /** Over existing tables, buckets, network and name. */
    public static final Synth ADOPTED = prod(Map.ofEntries(
            Map.entry("region", "eu-central-1"),
            Map.entry("api.corsOrigin", "https://www.shop.example"),
            Map.entry("api.domain", "reco.shop.example"),
            Map.entry("api.certificate", "arn:aws:acm:eu-central-1:111122223333:certificate/0-1"),
            Map.entry("state.eventsTable", stream("EventsTable-there")),
            Map.entry("state.tombstonesTable", stream("TombstonesTable-there")),
            Map.entry("state.catalogueTable", stream("CatalogueTable-there")),
            Map.entry("state.rulesTable", stream("RulesTable-there").replaceFirst("/stream/.*", "")),
            Map.entry("state.archiveBucket", "archivebucket-there"),
            Map.entry("state.modelsBucket", "modelsbucket-there"),
            Map.entry("training.vpc", "vpc-0123456789abcdef0"),
            Map.entry("training.subnets", "subnet-0123456789abcdef0, subnet-0123456789abcdef1"),
            Map.entry("training.publicIp", false)));

    /** CloudFront before it, with a firewall. */
    public static final Synth EDGE = prod(Map.of(
            "region", "us-east-1",
            "api.edge", true,
            "api.waf", true,
            "api.corsOrigin", "https://www.shop.example",
            "api.domain", "reco.shop.example",
            "api.certificate", "arn:aws:acm:us-east-1:111122223333:certificate/0-1"));

    /** CloudFront before a REST API in another region. */
    public static final Synth EDGE_REST = prod(Map.of(
            "region", "eu-central-1",
            "api.kind", "rest",
            "api.edge", true,
            "api.start", "none",
            "api.domain", "reco.shop.example",
            "api.certificate", "arn:aws:acm:us-east-1:111122223333:certificate/0-1"));

    /** Every variant. */
    static final List<Synth> ALL = List.of(
            PROD,
            BASIC,
            SPARK,
            REST,
            PAGES,
            DEV,
            OTHER,
            LOCALSTACK,
            LOCALSTACK_PAGES,
            SHOPS,
            SHOPS_FULL,
            ADOPTED,
            EDGE,
            EDGE_REST);

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<Synth, Result> DONE = new ConcurrentHashMap<>();

    private final Map<String, Object> context;

    private static Synth prod(Map<String, Object> more) {
        Map<String, Object> context = new HashMap<>(Map.of(
                "stage", "prod",
                "training.image", "nextcart-training:1",
                "monitoring.alarmEmail", "shop@example.com",
                "monitoring.monthlyBudgetUsd", 50,
                "monitoring.telegramParameter", "/nextcart/telegram",
                "api.pseudonymParameter", "/nextcart/pseudonyms"));
        context.putAll(more);
        return new Synth(context);
    }

    private static String stream(String table) {
        return "arn:aws:dynamodb:eu-central-1:111122223333:table/" + table + "/stream/2026-01-02T03:04:05.678";
    }

    private Synth(Map<String, Object> context) {
        this.context = context;
    }

    /**
     * The result of a synthesis.
     *
     * @param stacks templates by the stack's name without {@code nextcart-<stage>-}
     * @param findings errors and warnings, cdk-nag's and the CDK's own
     */
    public record Result(Map<String, JsonNode> stacks, List<String> findings) {
        public JsonNode stack(String name) {
            JsonNode stack = stacks.get(name);
            if (stack == null) {
                throw new IllegalArgumentException("no stack " + name + " among " + stacks.keySet());
            }
            return stack;
        }

        /** Resources of a type, by logical id. */
        public Map<String, JsonNode> resources(String stack, String type) {
            Map<String, JsonNode> found = new TreeMap<>();
            stack(stack).get("Resources").properties().forEach(resource -> {
                if (resource.getValue().get("Type").asText().equals(type)) {
                    found.put(resource.getKey(), resource.getValue());
                }
            });
            return found;
        }

        /** Properties of the only resource of a type whose logical id has this prefix. */
        public JsonNode only(String stack, String type, String prefix) {
            List<JsonNode> found = new ArrayList<>();
            resources(stack, type).forEach((id, resource) -> {
                if (id.startsWith(prefix)) {
                    found.add(resource.path("Properties"));
                }
            });
            if (found.size() != 1) {
                throw new AssertionError(
                        found.size() + " resources of " + type + " called " + prefix + "…, expected 1");
            }
            return found.get(0);
        }
    }

    /** Templates and findings; made at the first call. */
    public Result result() {
        return DONE.computeIfAbsent(this, synth -> {
            Assumptions.assumeTrue(
                    nodeIsHere(), "no Node on the PATH: the stacks are not synthesised, so nothing is tested");
            return synth.run();
        });
    }

    /** Whether Node, which the CDK needs, is installed. */
    public static boolean nodeIsHere() {
        try {
            Process node = new ProcessBuilder("node", "--version")
                    .redirectErrorStream(true)
                    .start();
            return node.waitFor(10, TimeUnit.SECONDS) && node.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @SuppressWarnings("deprecation") // no other way to the messages exists yet
    private Result run() {
        try {
            Path folder = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "synth");
            App app = new App(AppProps.builder()
                    .outdir(folder.resolve("out").toString())
                    .context(allContext())
                    .analyticsReporting(false)
                    .stackTraces(false)
                    .treeMetadata(false)
                    .build());
            NextcartApp.stacks(app, repository(folder));
            Aspects.of(app)
                    .add(AwsSolutionsChecks.Builder.create().verbose(false).build());
            CloudAssembly assembly = app.synth();
            Map<String, JsonNode> stacks = new TreeMap<>();
            List<String> findings = new ArrayList<>();
            for (CloudFormationStackArtifact stack : assembly.getStacks()) {
                String name = stack.getStackName().replaceFirst("nextcart-[a-z0-9]+-", "");
                stacks.put(
                        name, JSON.readTree(Path.of(stack.getTemplateFullPath()).toFile()));
                stack.getMessages()
                        .forEach(message -> findings.add(
                                message.getId() + " " + message.getEntry().getData()));
            }
            findings.addAll(violations(folder.resolve("out/validation-report.json")));
            return new Result(stacks, findings);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the CDK's own rules found, where they ran: with the profile {@code long}. */
    private static List<String> violations(Path report) throws IOException {
        List<String> violations = new ArrayList<>();
        if (Files.exists(report)) {
            for (JsonNode plugin : JSON.readTree(report.toFile()).get("pluginReports")) {
                plugin.get("violations")
                        .forEach(rule -> violations.add(rule.get("ruleName").asText() + " " + rule));
            }
        }
        return violations;
    }

    private Map<String, Object> allContext() throws IOException {
        Map<String, Object> all = new HashMap<>();
        JSON.readTree(Path.of("cdk.json").toFile())
                .get("context")
                .properties()
                .forEach(entry -> all.put(entry.getKey(), JSON.convertValue(entry.getValue(), Object.class)));
        all.putAll(context);
        return all;
    }

    private static Path repository(Path folder) throws IOException {
        Path functions = folder.resolve("functions");
        for (String name : List.of("recommend", "events", "archive", "rollout", "notify")) {
            Path jar = functions.resolve(name).resolve("target").resolve(name + "-lambda.jar");
            Files.createDirectories(jar.getParent());
            Files.writeString(jar, "stands in for " + name);
        }
        Path spark = folder.resolve("training-spark/target/nextcart-spark.jar");
        Files.createDirectories(spark.getParent());
        Files.writeString(spark, "stands in for the retrain on Spark");
        Files.copy(Path.of("../functions/openapi.yaml"), functions.resolve("openapi.yaml"));
        Path pipeline = Path.of("../training-fargate/pipeline.asl.json");
        if (Files.exists(pipeline)) {
            Files.createDirectories(folder.resolve("training-fargate"));
            Files.copy(pipeline, folder.resolve("training-fargate/pipeline.asl.json"));
        }
        return folder;
    }
}
