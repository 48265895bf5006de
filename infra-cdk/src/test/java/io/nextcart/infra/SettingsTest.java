package io.nextcart.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nextcart.functions.api.trial.Assignment;
import io.nextcart.infra.api.Packages;
import io.nextcart.infra.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
    @Test
    void cdkJsonHoldsTwoStagesThatCanBeUsed() throws IOException {
        Settings prod = read(Map.of());
        assertThat(prod.stage()).isEqualTo("prod");
        assertThat(prod.retainData()).isTrue();
        assertThat(prod.api().lambdas().start()).isEqualTo(Settings.Start.SNAPSTART);
        assertThat(prod.training().image()).isEmpty();
        Settings dev = read(Map.of("stage", "dev"));
        assertThat(dev.retainData()).isFalse();
        assertThat(dev.api().canary()).isFalse();
        assertThat(dev.api().lambdas().recommendMemoryMb())
                .isEqualTo(prod.api().lambdas().recommendMemoryMb());
    }

    @Test
    void theCommandLineComesBeforeTheFile() throws IOException {
        Settings settings = read(
                Map.of("api.waf", "true", "api.kind", "rest", "training.memoryMb", "16384", "region", "eu-west-1"));
        assertThat(settings.api().waf()).isTrue();
        assertThat(settings.training().task().memoryMb()).isEqualTo(16384);
        assertThat(settings.region()).isEqualTo("eu-west-1");
    }

    @Test
    void everyFaultIsReportedAtOnce() {
        assertThatThrownBy(() -> read(Map.of(
                        "region", "Frankfurt",
                        "retainData", "perhaps",
                        "api.burst", "many",
                        "api.provisioned", 3,
                        "api.recommendMemoryMb", 64,
                        "training.cpu", 3000,
                        "training.image", "latest",
                        "training.schedule", "nightly",
                        "monitoring.alarmEmail", "nobody",
                        "nextcart", Map.of("api", Map.of("wfa", true)))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("region is 'Frankfurt', expected a region such as eu-central-1")
                .hasMessageContaining("retainData is 'perhaps', expected true or false")
                .hasMessageContaining("api.burst is 'many', expected a whole number from 1 to 5000")
                .hasMessageContaining("api.provisioned is 3, expected")
                .hasMessageContaining("api.recommendMemoryMb is '64', expected a whole number from 512 to 10240")
                .hasMessageContaining("training.cpu is 3000, expected 1024")
                .hasMessageContaining("training.image is 'latest', expected repository:tag")
                .hasMessageContaining("training.schedule is 'nightly', expected cron(…) or rate(…)")
                .hasMessageContaining("monitoring.alarmEmail is 'nobody', expected an address")
                .hasMessageContaining("nextcart.api.wfa is not a setting")
                .hasMessageContaining("api.eventsMemoryMb is missing");
    }

    @Test
    void settingsThatDoNotFitEachOtherAreReported() {
        assertThatThrownBy(() -> read(Map.of("training.cpu", 4096, "training.memoryMb", 4096)))
                .hasMessageContaining("expected with training.cpu 4096 a multiple of 1024 from 8192 to 30720");
        assertThatThrownBy(() -> read(Map.of("monitoring.monthlyBudgetUsd", 20)))
                .hasMessageContaining("monitoring.monthlyBudgetUsd needs a monitoring.alarmEmail");
        assertThatThrownBy(() -> read(Map.of("training.trialHours", 24)))
                .hasMessageContaining(
                        "training.trialHours is 24, expected more than training.trialHorizonHours, which is 24");
        assertThatThrownBy(() ->
                        read(Map.of("training.mlflowUri", "http://mlflow:5000", "training.mlflowSecret", "mlflow")))
                .hasMessageContaining("training.mlflowUri is 'http://mlflow:5000', expected https://host on port 443")
                .hasMessageContaining("training.mlflowSecret is 'mlflow', expected the whole ARN");
        assertThatThrownBy(() -> read(Map.of("training.mlflowSecret", Synth.MLFLOW_SECRET)))
                .hasMessageContaining("training.mlflowSecret needs a training.mlflowUri");
    }

    @Test
    void whatSparkCannotBeGivenIsReported() {
        assertThatThrownBy(() -> read(Map.of(
                        "training.engine", "flink",
                        "training.sparkRelease", "emr-6.15.0",
                        "training.sparkExecutors", 2,
                        "training.sparkDriverCpu", 3,
                        "training.sparkExecutorCpu", 8,
                        "training.sparkExecutorMemoryGb", 62,
                        "training.sparkDiskGb", 10)))
                .hasMessageContaining("training.engine is 'flink', expected duckdb or spark")
                .hasMessageContaining(
                        "training.sparkRelease is 'emr-6.15.0', expected a release of EMR 7 such as emr-7.12.0")
                .hasMessageContaining("training.sparkExecutors is '2', expected a whole number from 3 to 250")
                .hasMessageContaining("training.sparkDriverCpu is 3, expected 1, 2, 4, 8 or 16")
                .hasMessageContaining("training.sparkExecutorMemoryGb is 62, expected with training.sparkExecutorCpu 8"
                        + " a multiple of 4 from 16 to 60")
                .hasMessageContaining("training.sparkDiskGb is '10', expected a whole number from 20 to 200");
        assertThatThrownBy(() -> read(Map.of(
                        "training.engine", "spark",
                        "training.mlflowUri", "https://mlflow.shop.example",
                        "training.mlflowSecret", Synth.MLFLOW_SECRET)))
                .hasMessageContaining("training.mlflowUri with training.engine spark needs a training.vpc")
                .hasMessageContaining("training.mlflowSecret is set with training.engine spark, expected nothing");
    }

    @Test
    void whatAwsDoesNotTakeTogetherIsReported() {
        assertThatThrownBy(() -> read(Map.of("api.start", "provisioned", "api.provisioned", 1, "api.canary", true)))
                .hasMessageContaining("api.canary is true with api.start provisioned, expected false");
        assertThatThrownBy(() -> read(Map.of("api.start", "none", "api.snapshot", "v1")))
                .hasMessageContaining("api.snapshot is 'v1', expected nothing with api.start other than snapstart");
        assertThatThrownBy(() -> read(Map.of("api.snapshot", "a b")))
                .hasMessageContaining("api.snapshot is 'a b', expected 1 to 64 of");
        assertThatThrownBy(() -> read(Map.of("api.serverAddresses", "203.0.113.7/32")))
                .hasMessageContaining("api.serverAddresses is [203.0.113.7/32] without api.waf, expected nothing");
        assertThatThrownBy(() -> read(Map.of("api.serverAddresses", "203.0.113.256/32")))
                .hasMessageContaining("api.serverAddresses is '203.0.113.256/32', expected CIDR blocks");
        assertThatThrownBy(() -> read(Map.of("api.adminKey", true)))
                .hasMessageContaining("api.adminKey is true with api.kind http, expected false");
        assertThatThrownBy(() -> read(Map.of("api.waf", true)))
                .hasMessageContaining("api.waf is true with api.kind http, expected api.kind rest");
        assertThatThrownBy(() -> read(Map.of("api.pageRequestsPerSecond", 101)))
                .hasMessageContaining("api.pageRequestsPerSecond is 101, expected at most api.requestsPerSecond");
        assertThatThrownBy(() -> read(Map.of("api.kind", "soap", "monitoring.level", "some")))
                .hasMessageContaining("api.kind is 'soap', expected http or rest")
                .hasMessageContaining("monitoring.level is 'some', expected off or basic or full");
    }

    @Test
    void theTargetComesBeforeTheStageAndAfterTheCommandLine() throws IOException {
        Settings settings = read(Map.of("target", "localstack", "api.recommendMemoryMb", 1024));
        assertThat(settings.stage()).isEqualTo("prod");
        assertThat(settings.retainData()).isFalse();
        assertThat(settings.api().kind()).isEqualTo(Settings.Kind.REST);
        assertThat(settings.api().alias()).isFalse();
        assertThat(settings.api().lambdas().recommendMemoryMb()).isEqualTo(1024);
        assertThat(settings.training().enabled()).isFalse();
        assertThat(read(Map.of("target", "localstack", "retainData", true)).retainData())
                .isTrue();
        assertThatThrownBy(() -> read(Map.of("target", "azure")))
                .hasMessageContaining(
                        "target is 'azure', expected nothing or one that cdk.json lists under targets: [localstack]");
        assertThatThrownBy(() ->
                        read(Map.of("targets", Map.of("localstack", Map.of("api.wfa", 1)), "target", "localstack")))
                .hasMessageContaining("targets.localstack.api.wfa is not a setting");
    }

    @Test
    void aFurtherShopIsTheFirstButForWhatItSetsOtherwise() throws IOException {
        List<Settings> shops = all(Map.of(
                "shops",
                Map.of("south", Map.of(), "north", Map.of("api", Map.of("corsOrigin", "https://north.example")))));
        assertThat(shops).extracting(Settings::name).containsExactly("prod", "prod-north", "prod-south");
        assertThat(shops)
                .extracting(settings -> settings.api().corsOrigin())
                .containsExactly("", "https://north.example", "");
        assertThat(all(Map.of("shops", Map.of("north", Map.of("api", Map.of("burst", 9))), "api.burst", 7)))
                .as("the command line is for all of them")
                .extracting(settings -> settings.api().limits().burst())
                .containsExactly(7, 7);
    }

    @Test
    void whatIsThereBelongsToOneShop() throws IOException {
        Map<String, Object> nextcart =
                Map.of("shops", Map.of("north", Map.of("state", Map.of("archiveBucket", "norths"))));
        assertThat(all(nextcart))
                .extracting(shop -> shop.state().existing().get("ArchiveBucket"))
                .containsExactly("", "norths");
        Map<String, Object> both = new HashMap<>(nextcart);
        both.put("state.archiveBucket", "shared");
        assertThatThrownBy(() -> all(both)).hasMessageContaining("-c state.archiveBucket is for every shop");
    }

    @Test
    void whatIsThereIsNamedInFull() {
        assertThatThrownBy(() -> read(Map.of(
                        "state.eventsTable", "arn:aws:dynamodb:eu-central-1:111122223333:table/Events",
                        "state.modelsBucket", "Models",
                        "training.vpc", "vpc-0123456789abcdef0",
                        "training.publicIp", false)))
                .hasMessageContaining(
                        "state.eventsTable is 'arn:aws:dynamodb:eu-central-1:111122223333:table/Events', expected the ARN of the"
                                + " stream of an existing table (its LatestStreamArn), or nothing")
                .hasMessageContaining(
                        "state.modelsBucket is 'Models', expected the name of an existing bucket, or nothing")
                .hasMessageContaining(
                        "training.vpc is 'vpc-0123456789abcdef0' and training.subnets [], expected both or neither");
        assertThatThrownBy(() -> read(Map.of("training.publicIp", false)))
                .hasMessageContaining("training.publicIp is false, expected true without training.vpc");
        String certificate = "arn:aws:acm:eu-west-1:111122223333:certificate/0-1";
        assertThatThrownBy(() -> read(Map.of("api.certificate", certificate)))
                .hasMessageContaining(
                        "api.domain is '' and api.certificate '" + certificate + "', expected both or neither");
        assertThatThrownBy(() -> read(Map.of(
                        "api.domain", "reco.shop.example", "api.certificate", certificate, "region", "eu-central-1")))
                .hasMessageContaining("expected one of eu-central-1");
        assertThatThrownBy(() -> read(
                        Map.of("api.domain", "reco.shop.example", "api.certificate", certificate, "api.edge", true)))
                .hasMessageContaining("expected one of us-east-1");
        assertThatThrownBy(() -> read(Map.of("api.edge", true)))
                .hasMessageContaining("api.edge is true without api.domain");
        assertThatThrownBy(() -> read(Map.of("api.waf", true, "api.edge", true, "region", "eu-west-1")))
                .hasMessageContaining("expected region us-east-1 and no api.webAcl");
    }

    @Test
    void shopsThatCannotBeDeployedAreReported() {
        assertThatThrownBy(() -> all(Map.of("shops", "north")))
                .hasMessageContaining("shops is 'north', expected an object");
        assertThatThrownBy(() -> all(Map.of("shops", Map.of("North", Map.of()))))
                .hasMessageContaining("shops: 'North' is not a name, expected 1 to 16 of a-z and 0-9");
        assertThatThrownBy(() -> all(Map.of(
                        "shops",
                        Map.of(
                                "north",
                                Map.of("monitoring", Map.of("p99Ms", 9), "api", Map.of("wfa", 1), "region", "x")))))
                .hasMessageContaining("settings of the shop north")
                .hasMessageContaining("shops.north.monitoring.p99Ms is a setting of all shops")
                .hasMessageContaining("shops.north.region is a setting of all shops")
                .hasMessageContaining("shops.north.api.wfa is not a setting");
        assertThatThrownBy(() -> all(Map.of("shops", Map.of("a", Map.of(), "b", "x"))))
                .hasMessageContaining("shops.b is 'x', expected an object of settings");
        Map<String, Object> many = new HashMap<>();
        List.of("a", "b", "c", "d", "e").forEach(shop -> many.put(shop, Map.of()));
        assertThatThrownBy(() -> all(Map.of("shops", many)))
                .hasMessageContaining("shops has 5 names, expected at most 4");
    }

    @Test
    void anAliasIsNeededToShiftRequestsOrToStartFromASnapshot() {
        assertThatThrownBy(() -> read(Map.of("api.alias", false, "api.canary", false)))
                .hasMessageContaining(
                        "api.alias is false, expected true with api.canary, or api.start other than none");
        assertThatThrownBy(() -> read(Map.of("api.alias", false, "api.start", "none")))
                .hasMessageContaining("api.alias is false");
    }

    @Test
    void anExecutionLooksNoOftenerThanStepFunctionsKeeps() throws IOException {
        assertThat(read(Map.of(
                                "training.lookEverySeconds",
                                20,
                                "training.trialHours",
                                2,
                                "training.trialHorizonHours",
                                1))
                        .training()
                        .trial()
                        .lookEverySeconds())
                .isEqualTo(20);
        assertThatThrownBy(() -> read(Map.of("training.lookEverySeconds", 20)))
                .hasMessageContaining("training.lookEverySeconds is 20, expected at most 1200 looks");
    }

    @Test
    void theLargestShareOfATrialAndOfTheControlGroupIsTheRollouts() throws IOException {
        double largest = Assignment.LARGEST_SHARE;
        assertThat(read(Map.of("training.challengerShare", largest))
                        .training()
                        .trial()
                        .challengerShare())
                .isEqualTo(largest);
        assertThatThrownBy(() -> read(Map.of("training.challengerShare", largest + 0.01)))
                .hasMessageContaining("training.challengerShare is ");
        assertThatThrownBy(() -> read(Map.of("api.controlShare", largest + 0.01)))
                .hasMessageContaining("api.controlShare is ");
    }

    @Test
    void aStageThatNobodyDescribedIsRefused() {
        assertThatThrownBy(() -> read(Map.of("stage", "staging")))
                .hasMessageContaining("stage is 'staging', expected one that cdk.json lists under stages: [prod, dev]");
        assertThatThrownBy(() -> read(Map.of("stage", "Prod!")))
                .hasMessageContaining("expected 1 to 16 of a-z and 0-9");
    }

    @Test
    void aPackageThatIsNotBuiltIsReportedWithTheCommandThatBuildsIt(@TempDir Path folder) {
        assertThatThrownBy(() -> Packages.in(folder))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("recommend-lambda.jar")
                .hasMessageContaining("archive-lambda.jar")
                .hasMessageContaining("mvn -DskipTests -pl infra-cdk -am package");
    }

    @Test
    void thatCommandBuildsEveryPackage(@TempDir Path folder) throws IOException {
        String pom = Files.readString(Path.of("pom.xml"));
        Matcher missing = Pattern.compile("([a-z]+)-lambda\\.jar")
                .matcher(catchThrowable(() -> Packages.in(folder)).getMessage());
        List<String> modules = missing.results()
                .map(jar -> "nextcart-functions-" + jar.group(1))
                .toList();
        assertThat(modules).hasSize(5).allMatch(module -> pom.contains("<artifactId>" + module + "</artifactId>"));
    }

    @Test
    void theReadmeListsEverySettingWithItsDefault() throws IOException {
        Map<String, String> listed = new TreeMap<>();
        Pattern row = Pattern.compile("\\| `([a-zA-Z0-9.]+)` \\| (?:`(.+?)`)? ?\\| .*");
        for (String line : Files.readAllLines(Path.of("README.md"))) {
            Matcher matcher = row.matcher(line);
            if (matcher.matches()) {
                listed.put(matcher.group(1), matcher.group(2) == null ? "" : matcher.group(2));
            }
        }
        Map<String, String> settings = new TreeMap<>();
        flatten("", new ObjectMapper().readTree(Path.of("cdk.json").toFile()).at("/context/nextcart"), settings);
        assertThat(listed).isEqualTo(settings);
    }

    private static void flatten(String prefix, JsonNode node, Map<String, String> into) {
        node.properties().forEach(field -> {
            if (field.getValue().isObject()) {
                flatten(prefix + field.getKey() + ".", field.getValue(), into);
            } else {
                into.put(prefix + field.getKey(), field.getValue().asText());
            }
        });
    }

    private static Settings read(Map<String, Object> given) throws IOException {
        return all(given).get(0);
    }

    private static List<Settings> all(Map<String, Object> given) throws IOException {
        ObjectMapper json = new ObjectMapper();
        Map<String, Object> context = new HashMap<>();
        json.readTree(Path.of("cdk.json").toFile())
                .get("context")
                .properties()
                .forEach(entry -> context.put(entry.getKey(), json.convertValue(entry.getValue(), Object.class)));
        context.putAll(given);
        return Settings.all(context::get);
    }
}
