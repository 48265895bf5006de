package io.nextcart.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nextcart.engine.TinyBundle;
import io.nextcart.functions.api.RequestLog;
import io.nextcart.functions.events.StartedEventsFunction;
import io.nextcart.functions.recommend.StartedRecommendFunction;
import io.nextcart.store.FolderObjectStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.localstack.LocalStackContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * LocalStack's CloudFormation creates the state stack; the functions, in this process and with the resulting names,
 * accept an event and recommend from it.
 */
class LocalStackIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final DockerImageName IMAGE = DockerImageName.parse("localstack/localstack:4.14.0");
    private static final String STACK = "nextcart-prod-state";

    @TempDir
    private Path folder;

    @Test
    void anEventIsKeptInTheDeployedTablesAndLeadsToARecommendation() throws Exception {
        requireImages(IMAGE.asCanonicalNameString());
        String template = Synth.PROD.result().stack("state").toString();
        try (LocalStackContainer localStack =
                new LocalStackContainer(IMAGE).withServices("cloudformation", "dynamodb", "s3", "sns", "ssm", "sts")) {
            localStack.start();
            Map<String, String> names = deploy(localStack, template);
            publish(localStack, names.get("ModelsBucket"));
            URI endpoint = URI.create(localStack.getEndpoint().toString());
            try (SdkSettings sdk = SdkSettings.of(endpoint)) {
                assertThat(sdk).isNotNull();
                roundTrip(Map.of(
                        "NEXTCART_EVENTS_TABLE", names.get("EventsTable"),
                        "NEXTCART_TOMBSTONES_TABLE", names.get("TombstonesTable"),
                        "NEXTCART_CATALOGUE_TABLE", names.get("CatalogueTable"),
                        "NEXTCART_RULES_TABLE", names.get("RulesTable"),
                        "NEXTCART_STORE", "s3://" + names.get("ModelsBucket"),
                        "AWS_ENDPOINT_URL_S3", endpoint.toString(),
                        "AWS_REGION", "us-east-1"));
            }
        }
    }

    /** Skips a test without Docker, or without an image: pulling it would take longer than all other tests. */
    static void requireImages(String... images) {
        Assumptions.assumeTrue(
                DockerClientFactory.instance().isDockerAvailable(),
                "no Docker: nothing is deployed on LocalStack, only the templates are tested");
        Set<String> here = DockerClientFactory.instance().client().listImagesCmd().exec().stream()
                .flatMap(image -> Stream.ofNullable(image.getRepoTags()).flatMap(Arrays::stream))
                .collect(Collectors.toSet());
        for (String image : images) {
            Assumptions.assumeTrue(
                    here.contains(image),
                    "no image " + image + ": nothing is deployed on LocalStack, only the templates are tested");
        }
    }

    private static void roundTrip(Map<String, String> environment) throws IOException {
        RequestStreamHandler events = StartedEventsFunction.by(environment, RequestLog.NONE);
        JsonNode kept = call(
                events,
                "POST",
                "/v1/events",
                "{\"user_id\":\"u1\",\"type\":\"view\",\"item_id\":\"a\",\"event_id\":\"e1\"}");
        assertThat(kept.get("accepted").asInt()).isEqualTo(1);
        RequestStreamHandler recommend = StartedRecommendFunction.by(environment, RequestLog.NONE);
        JsonNode answer = call(recommend, "GET", "/v1/recommendations/u1", null);
        assertThat(answer.get("model").asText()).isEqualTo("v1");
        assertThat(answer.get("fallback_level").asText()).isEqualTo("personal");
        assertThat(answer.get("items")).isNotEmpty();
    }

    /** The resources' names in the stack, by their ids in the code: {@code EventsTable}. */
    private static Map<String, String> deploy(LocalStackContainer localStack, String template) throws Exception {
        localStack.copyFileToContainer(Transferable.of(template), "/tmp/state.json");
        // What cdk bootstrap leaves in an account.
        aws(
                localStack,
                "ssm",
                "put-parameter",
                "--name",
                "/cdk-bootstrap/hnb659fds/version",
                "--type",
                "String",
                "--value",
                "30");
        aws(
                localStack,
                "cloudformation",
                "create-stack",
                "--stack-name",
                STACK,
                "--template-body",
                "file:///tmp/state.json");
        aws(localStack, "cloudformation", "wait", "stack-create-complete", "--stack-name", STACK);
        JsonNode resources = JSON.readTree(aws(
                localStack, "cloudformation", "describe-stack-resources", "--stack-name", STACK, "--output", "json"));
        Map<String, String> names = new HashMap<>();
        for (JsonNode resource : resources.get("StackResources")) {
            names.put(
                    resource.get("LogicalResourceId").asText().replaceFirst("[0-9A-F]{8}$", ""),
                    resource.get("PhysicalResourceId").asText());
        }
        return names;
    }

    private void publish(LocalStackContainer localStack, String bucket) throws Exception {
        Path objects = folder.resolve("objects");
        TinyBundle.publish(new FolderObjectStore(objects), "v1", folder.resolve("work"), 1);
        List<Path> files;
        try (Stream<Path> walk = Files.walk(objects)) {
            files = walk.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            localStack.copyFileToContainer(Transferable.of(Files.readAllBytes(file)), "/tmp/object");
            aws(localStack, "s3", "cp", "/tmp/object", "s3://" + bucket + "/" + objects.relativize(file));
        }
    }

    private static String aws(LocalStackContainer localStack, String... arguments) throws Exception {
        ExecResult result = localStack.execInContainer(
                Stream.concat(Stream.of("awslocal"), Stream.of(arguments)).toArray(String[]::new));
        assertThat(result.getExitCode())
                .as("%s: %s", String.join(" ", arguments), result.getStderr())
                .isZero();
        return result.getStdout();
    }

    private static JsonNode call(RequestStreamHandler function, String method, String path, String body)
            throws IOException {
        Map<String, Object> event = new HashMap<>(Map.of("httpMethod", method, "path", path));
        if (body != null) {
            event.put("body", body);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        function.handleRequest(new ByteArrayInputStream(JSON.writeValueAsBytes(event)), out, null);
        return JSON.readTree(
                JSON.readTree(out.toString(StandardCharsets.UTF_8)).get("body").asText());
    }
}
