package io.nextcart.infra.training;

import io.nextcart.infra.iam.Accepted;
import io.nextcart.infra.iam.Rights;
import io.nextcart.infra.settings.Settings;
import io.nextcart.infra.settings.SparkSettings;
import io.nextcart.infra.state.StateStack;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.emrserverless.CfnApplication;
import software.amazon.awscdk.services.iam.PrincipalWithConditions;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.logs.RetentionDays;
import software.amazon.awscdk.services.s3.assets.Asset;
import software.constructs.Construct;

/**
 * A retrain as a job run of an EMR Serverless application, which has no workers, and costs nothing, between two runs.
 * It runs outside any network of the account unless the settings name one: EMR Serverless reaches S3 and CloudWatch in
 * its region by itself.
 */
final class SparkJob extends Construct implements TrainingEngine {
    /** What the build of {@code training-spark} makes, relative to the repository's root. */
    private static final String JAR = "training-spark/target/nextcart-spark.jar";

    private static final String BUILD = "mvn -DskipTests -pl training-spark -am package";
    private static final String MAIN_CLASS = "io.nextcart.spark.SparkTrainingTask";
    private static final String DRIVER_VARIABLE = "spark.emr-serverless.driverEnv.";
    private static final String SERVICE = "emr-serverless.amazonaws.com";
    private static final int IDLE_MINUTES = 5;
    private static final int MB_PER_GB = 1024;

    private final LogGroup log;
    private final CfnApplication application;
    private final Role role;
    private final Asset jar;
    private final String submit;

    /**
     * @param network null for none of the account
     * @throws IllegalArgumentException when the jar is not built, with the command that builds it
     */
    SparkJob(
            Construct scope,
            String id,
            Settings all,
            StateStack state,
            Path repository,
            @Nullable TrainingNetwork network) {
        super(scope, id);
        SparkSettings settings = all.training().spark();
        log = LogGroup.Builder.create(this, "Log")
                .retention(RetentionDays.THREE_MONTHS)
                .removalPolicy(RemovalPolicy.DESTROY)
                .build();
        application = application("nextcart-" + all.name(), settings, network);
        role = Role.Builder.create(this, "Role")
                .assumedBy(new PrincipalWithConditions(
                        new ServicePrincipal(SERVICE),
                        Map.of("ArnLike", Map.of("aws:SourceArn", application.getAttrArn()))))
                .description("Nextcart: what the retrain on Spark may do")
                .build();
        jar = Asset.Builder.create(this, "Jar").path(jar(repository).toString()).build();
        TrainingTask.allowData(role, state);
        // Tables on their way between workers; EMR's file system marks folders by objects.
        Rights.allow(
                role,
                List.of("s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload"),
                state.models().arnForObjects(StateStack.SPARK_TABLES + "*"),
                state.models().arnForObjects("spark_$folder$"));
        allowJarAndLog();
        submit = submit(
                "s3://" + state.models().getBucketName() + "/" + StateStack.SPARK_TABLES,
                settings,
                TrainingTask.environment(all, state, settings.driver().memoryGb() * MB_PER_GB));
    }

    /**
     * The jar that is run.
     *
     * @throws IllegalArgumentException when it is not built, with the command that builds it
     */
    static Path jar(Path repository) {
        Path file = repository.resolve(JAR);
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException("not built: " + file + "\nrun '" + BUILD + "' in " + repository
                    + ", or train on one machine with -c training.engine=duckdb");
        }
        return file;
    }

    private CfnApplication application(String name, SparkSettings settings, @Nullable TrainingNetwork network) {
        SparkSettings.Worker driver = settings.driver();
        SparkSettings.Worker executor = settings.executor();
        int workers = 1 + settings.executors();
        return CfnApplication.Builder.create(this, "Application")
                .name(name)
                .type("SPARK")
                .releaseLabel(settings.release())
                // CatBoost fits on x86-64 only.
                .architecture("X86_64")
                .maximumCapacity(CfnApplication.MaximumAllowedResourcesProperty.builder()
                        .cpu(driver.cpu() + settings.executors() * executor.cpu() + " vCPU")
                        .memory(driver.memoryGb() + settings.executors() * executor.memoryGb() + " GB")
                        .disk(workers * settings.diskGb() + " GB")
                        .build())
                .autoStartConfiguration(CfnApplication.AutoStartConfigurationProperty.builder()
                        .enabled(true)
                        .build())
                .autoStopConfiguration(CfnApplication.AutoStopConfigurationProperty.builder()
                        .enabled(true)
                        .idleTimeoutMinutes(IDLE_MINUTES)
                        .build())
                .networkConfiguration(
                        network == null
                                ? null
                                : CfnApplication.NetworkConfigurationProperty.builder()
                                        .subnetIds(List.of(network.subnetId(0), network.subnetId(1)))
                                        .securityGroupIds(
                                                List.of(network.group().getSecurityGroupId()))
                                        .build())
                .build();
    }

    private void allowJarAndLog() {
        Stack stack = Stack.of(this);
        Rights.allow(role, List.of("s3:GetObject"), jar.getBucket().arnForObjects(jar.getS3ObjectKey()));
        Rights.allow(
                role,
                List.of("logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"),
                log.getLogGroupArn());
        // EMR looks for the log group by its name, which no narrower resource allows.
        Rights.allow(
                role,
                List.of("logs:DescribeLogGroups"),
                "arn:" + stack.getPartition() + ":logs:" + stack.getRegion() + ":" + stack.getAccount() + ":*");
        Accepted.finding(
                role.getNode().findChild("DefaultPolicy"),
                "AwsSolutions-IAM5",
                TrainingTask.OBJECTS
                        + " spark/* of the bucket of models: tables of a run, deleted at its end."
                        + " logs:…:*: log groups are looked for by name; their names are all that it shows.");
    }

    /**
     * What {@code spark-submit} is given, besides what varies by run. It stands within quotes in the definition, so no
     * value may have a quote or a brace; the settings allow none. Half of the driver is for what lies outside of its
     * heap, the fit of the ranker and mapped tables; a quarter of an executor.
     *
     * @param tables a folder for the tables of a run
     */
    private String submit(String tables, SparkSettings settings, Map<String, String> environment) {
        Map<String, String> conf = new TreeMap<>(Map.ofEntries(
                Map.entry("spark.nextcart.warehouse", tables),
                // ECS sets it for a task.
                Map.entry(DRIVER_VARIABLE + "AWS_REGION", Stack.of(this).getRegion()),
                Map.entry("spark.dynamicAllocation.maxExecutors", Integer.toString(settings.executors())),
                Map.entry("spark.emr-serverless.driver.disk", settings.diskGb() + "G"),
                Map.entry("spark.emr-serverless.executor.disk", settings.diskGb() + "G")));
        worker("driver", settings.driver(), 2, conf);
        worker("executor", settings.executor(), 4, conf);
        environment.forEach((name, value) -> conf.put(DRIVER_VARIABLE + name, value));
        return "--class " + MAIN_CLASS
                + conf.entrySet().stream()
                        .map(one -> " --conf " + one.getKey() + "=" + one.getValue())
                        .collect(Collectors.joining());
    }

    /** @param parts of the memory, one of which is not for the heap */
    private static void worker(String which, SparkSettings.Worker size, int parts, Map<String, String> conf) {
        int outsideGb = Math.max(1, size.memoryGb() / parts);
        conf.put("spark." + which + ".cores", Integer.toString(size.cpu()));
        conf.put("spark." + which + ".memory", size.memoryGb() - outsideGb + "g");
        conf.put("spark." + which + ".memoryOverhead", outsideGb + "g");
    }

    @Override
    public String name() {
        return "spark";
    }

    @Override
    public Map<String, String> texts() {
        return Map.of(
                "SparkApplication", application.getRef(),
                "SparkRole", role.getRoleArn(),
                "SparkJar", jar.getS3ObjectUrl(),
                "SparkSubmit", submit,
                "TrainingLog", log.getLogGroupName());
    }

    @Override
    public String otherTexts() {
        return "Cluster|TaskDefinition|Capacity|PublicIp|SecurityGroup|Subnet[AB]";
    }

    @Override
    public void allow(Role pipeline) {
        Stack stack = Stack.of(this);
        String runs = application.getAttrArn() + "/jobruns/*";
        Rights.allow(pipeline, List.of("emr-serverless:StartJobRun"), application.getAttrArn());
        Rights.allow(pipeline, List.of("emr-serverless:GetJobRun", "emr-serverless:CancelJobRun"), runs);
        Rights.allow(
                pipeline,
                List.of("iam:PassRole"),
                List.of(role.getRoleArn()),
                Map.of("StringEquals", Map.of("iam:PassedToService", SERVICE)));
        // Step Functions learns from this rule that a job run has ended.
        Rights.allow(
                pipeline,
                List.of("events:PutTargets", "events:PutRule", "events:DescribeRule"),
                "arn:" + stack.getPartition() + ":events:" + stack.getRegion() + ":" + stack.getAccount()
                        + ":rule/StepFunctionsGetEventsForEMRServerlessJobRule");
    }

    @Override
    public String wildcards() {
        return "jobruns/*: a job run gets its id when it starts; only those of this application can be looked at or cancelled.";
    }
}
