package io.nextcart.infra.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nextcart.infra.Resolver;
import io.nextcart.infra.Synth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SparkJobTest {
    private static final String APPLICATION = "AWS::EMRServerless::Application";
    private static final String MACHINE = "AWS::StepFunctions::StateMachine";

    @Test
    void theApplicationHasALimitStopsWhenIdleAndKeepsNoWorkers() throws IOException {
        ObjectNode application =
                Synth.SPARK.result().only("training", APPLICATION, "Spark").deepCopy();
        application.remove("Tags");
        assertThat(application).isEqualTo(new ObjectMapper().readTree("""
                        {
                          "Name": "nextcart-prod",
                          "Type": "SPARK",
                          "ReleaseLabel": "emr-7.12.0",
                          "Architecture": "X86_64",
                          "MaximumCapacity": {"Cpu": "16 vCPU", "Memory": "72 GB", "Disk": "400 GB"},
                          "AutoStartConfiguration": {"Enabled": true},
                          "AutoStopConfiguration": {"Enabled": true, "IdleTimeoutMinutes": 5}
                        }"""));
    }

    @Test
    void nothingOfFargateAndNoNetworkIsDeployedWithItAndNothingOfItWithoutIt() {
        Set<String> spark = types(Synth.SPARK);
        Set<String> duckdb = types(Synth.PROD);
        assertThat(spark)
                .contains(APPLICATION, MACHINE, "AWS::Logs::LogGroup")
                .noneMatch(type -> type.matches("AWS::(ECS|EC2)::.*"));
        assertThat(duckdb).contains(MACHINE, "AWS::ECS::TaskDefinition").doesNotContain(APPLICATION);
        assertThat(Synth.PROD.result().stack("training").at("/Resources").toString())
                .as("but for the definition of the pipeline")
                .doesNotContain("nextcart-spark", "emr-serverless.amazonaws.com", "\"SparkApplication\"");
    }

    @Test
    void whatWatchesTheRetrainIsTheSameOnEitherEngine() {
        for (String type : Set.of("AWS::CloudWatch::Alarm", "AWS::CloudWatch::Dashboard")) {
            assertThat(Synth.SPARK.result().resources("monitoring", type))
                    .isEqualTo(Synth.PROD.result().resources("monitoring", type));
        }
        assertThat(Synth.SPARK.result().resources("training", "AWS::Scheduler::Schedule"))
                .isEqualTo(Synth.PROD.result().resources("training", "AWS::Scheduler::Schedule"));
    }

    @Test
    void theDriverGetsTheVariablesOfTheTaskAndWorkersTheirSizes() {
        Map<String, String> conf = conf(Synth.SPARK, "training");
        Map<String, String> variables = new TreeMap<>();
        String prefix = "spark.emr-serverless.driverEnv.";
        conf.keySet().stream()
                .filter(key -> key.startsWith(prefix))
                .forEach(key -> variables.put(key.substring(prefix.length()), conf.get(key)));
        Map<String, String> expected = task(Synth.PROD, Integer.toString(24 * 1024));
        expected.put("AWS_REGION", "us-east-1");
        assertThat(variables).isEqualTo(expected);
        conf.keySet().removeIf(key -> key.startsWith(prefix));
        assertThat(conf.remove("spark.nextcart.warehouse")).matches("s3://modelsbucket[0-9a-f]+/spark/");
        assertThat(conf)
                .isEqualTo(new TreeMap<>(Map.of(
                        "spark.driver.cores", "4",
                        "spark.driver.memory", "12g",
                        "spark.driver.memoryOverhead", "12g",
                        "spark.emr-serverless.driver.disk", "100G",
                        "spark.executor.cores", "4",
                        "spark.executor.memory", "12g",
                        "spark.executor.memoryOverhead", "4g",
                        "spark.emr-serverless.executor.disk", "100G",
                        "spark.dynamicAllocation.maxExecutors", "3")));
    }

    @Test
    void whatIsSubmittedIsWhatTheModuleOfSparkHas() throws IOException {
        Path module = Path.of("../training-spark");
        assertThat(Files.readString(module.resolve("pom.xml"))).contains("/nextcart-spark.jar</outputFile>");
        assertThat(Files.readString(module.resolve("src/main/java/io/nextcart/spark/SparkTrainingTask.java")))
                .contains("public static void main(");
        assertThat(Files.readString(module.resolve("src/main/java/io/nextcart/spark/SparkEngine.java")))
                .contains("\"spark.nextcart.warehouse\"");
    }

    @Test
    void theJarIsAnAssetAndTheLogIsKeptAsLongAsTheTasks() {
        Synth.Result spark = Synth.SPARK.result();
        JsonNode texts = spark.only("training", MACHINE, "Pipeline").get("DefinitionSubstitutions");
        assertThat(new Resolver(spark).text("training", texts.get("SparkJar")))
                .matches("s3://cdk-hnb659fds-assets-111122223333-us-east-1/[0-9a-f]{64}\\.jar");
        assertThat(spark.only("training", "AWS::Logs::LogGroup", "SparkLog"))
                .isEqualTo(Synth.PROD.result().only("training", "AWS::Logs::LogGroup", "TaskLog"));
    }

    @Test
    void inANetworkThatIsThereItReachesAnMlflowServer() {
        Synth.Result shops = Synth.SHOPS_FULL.result();
        JsonNode network = shops.only("north-training", APPLICATION, "Spark").get("NetworkConfiguration");
        assertThat(network.get("SubnetIds"))
                .extracting(JsonNode::asText)
                .containsExactly("subnet-0123456789abcdef0", "subnet-0123456789abcdef1");
        assertThat(shops.only("north-training", "AWS::EC2::SecurityGroup", "Network")
                        .get("SecurityGroupEgress"))
                .hasSize(1);
        assertThat(network.get("SecurityGroupIds")).hasSize(1);
        assertThat(conf(Synth.SHOPS_FULL, "north-training"))
                .containsEntry("spark.emr-serverless.driverEnv.MLFLOW_TRACKING_URI", "https://mlflow.shop.example");
    }

    @Test
    void aJarThatIsNotBuiltIsReportedWithTheCommandThatBuildsIt(@TempDir Path folder) {
        assertThatThrownBy(() -> SparkJob.jar(folder))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not built: " + folder.resolve("training-spark/target/nextcart-spark.jar"))
                .hasMessageContaining("run 'mvn -DskipTests -pl training-spark -am package' in " + folder)
                .hasMessageContaining("-c training.engine=duckdb");
    }

    /** The properties that spark-submit is given. */
    private static Map<String, String> conf(Synth synth, String stack) {
        String submit = new Resolver(synth.result())
                .text(
                        stack,
                        synth.result().only(stack, MACHINE, "Pipeline").at("/DefinitionSubstitutions/SparkSubmit"));
        assertThat(submit)
                .startsWith("--class io.nextcart.spark.SparkTrainingTask --conf ")
                .as("it stands in a text of the definition")
                .doesNotContainPattern("['{}\\\\\"]");
        Map<String, String> conf = new TreeMap<>();
        for (String one : submit.split(" --conf ")) {
            if (one.contains("=")) {
                conf.put(one.substring(0, one.indexOf('=')), one.substring(one.indexOf('=') + 1));
            }
        }
        return conf;
    }

    /** The variables of the Fargate task, with another memory. */
    private static Map<String, String> task(Synth synth, String memoryMb) {
        Resolver resolver = new Resolver(synth.result());
        Map<String, String> variables = new TreeMap<>();
        synth.result()
                .only("training", "AWS::ECS::TaskDefinition", "Task")
                .at("/ContainerDefinitions/0/Environment")
                .forEach(variable ->
                        variables.put(variable.get("Name").asText(), resolver.text("training", variable.get("Value"))));
        variables.put("NEXTCART_MEMORY_MB", memoryMb);
        return variables;
    }

    private static Set<String> types(Synth synth) {
        Set<String> types = new TreeSet<>();
        synth.result()
                .stack("training")
                .get("Resources")
                .forEach(resource -> types.add(resource.get("Type").asText()));
        return types;
    }
}
