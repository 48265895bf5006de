package io.nextcart.functions.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import io.nextcart.data.EventType;
import io.nextcart.store.document.Current;
import io.nextcart.store.s3.LoopbackS3;
import io.nextcart.store.s3.S3ObjectStore;
import java.io.File;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against S3's API, and with the deployed jar. */
class RolloutLambdaIT {
    private static LoopbackS3 s3;

    @TempDir
    Path folder;

    private String bucket = "";

    @BeforeAll
    static void start() {
        s3 = new LoopbackS3();
    }

    @AfterAll
    static void stop() throws Exception {
        s3.close();
    }

    @Test
    void theDeployedJarTakesATrialFromStartToEnd() throws Exception {
        bucket = s3.bucket();
        TrialShop shop = new TrialShop(new S3ObjectStore(s3.client(), bucket, "shop/eu"), folder);
        shop.serve(new Current("v1", null, 0, null, 1));
        assertThat(lambda("{\"action\":\"status\"}"))
                .containsEntry("trial", "none")
                .containsEntry("challenger", null);
        shop.put(
                "runs/r.json", "{\"ended_at\":1,\"outcome\":\"candidate\",\"version\":\"v2\",\"lines\":[\"Better.\"]}");
        assertThat(lambda("{\"action\":\"result\",\"run\":\"r\"}")).containsEntry("outcome", "candidate");
        assertThat(lambda("{\"action\":\"start\",\"version\":\"v2\",\"share\":0.5}"))
                .containsEntry("state", "trial");
        assertThat(shop.current().challenger()).isEqualTo("v2");
        long now = System.currentTimeMillis();
        String today = LocalDate.now(ZoneOffset.UTC).toString();
        shop.log(today, List.of(TrialShop.event("u1", EventType.VIEW, now, TrialShop.id("u1"))));
        Map<String, Object> look = lambda("{\"action\":\"compare\",\"alarms\":[]}");
        assertThat(look).containsEntry("decision", "continue");
        Map<String, Object> end =
                lambda("{\"action\":\"compare\",\"alarms\":[{\"name\":\"errors\",\"state\":\"ALARM\"}]}");
        assertThat(end).containsEntry("decision", "roll_back").containsEntry("reason", "an alarm rings: errors");
        assertThat(shop.current()).isEqualTo(new Current("v1", null, 0, null, 1));
        assertThat(lambda("{\"action\":\"compare\"}")).isEqualTo(end);
        assertThat(lambda("{\"httpMethod\":\"GET\",\"path\":\"/v1/models\"}", "models"))
                .containsEntry("statusCode", 200)
                .extractingByKey("body")
                .asString()
                .contains("\"champion\":\"v1\"", "\"challenger\":\"v2\"", "\"state\":\"rolled_back\"");
    }

    private Map<String, Object> lambda(String request) throws Exception {
        return lambda(request, "rollout");
    }

    private Map<String, Object> lambda(String request, String function) throws Exception {
        Path output = folder.resolve("answer.json");
        Path errors = folder.resolve("errors.txt");
        Path jar = Path.of("target", "rollout-lambda.jar").toAbsolutePath();
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                jar + File.pathSeparator + Path.of("target", "test-classes").toAbsolutePath(),
                LambdaMain.class.getName(),
                function);
        builder.environment().keySet().removeIf(name -> name.startsWith("AWS_") || name.startsWith("JAVA_TOOL"));
        builder.environment().putAll(s3.environment());
        builder.environment().put("NEXTCART_METRICS", "off");
        builder.environment().put("NEXTCART_STORE", "s3://" + bucket + "/shop/eu");
        Process process = builder.redirectOutput(output.toFile())
                .redirectError(errors.toFile())
                .start();
        try (OutputStream in = process.getOutputStream()) {
            in.write(request.getBytes(StandardCharsets.UTF_8));
        }
        int status = process.waitFor();
        assertThat(status).as(Files.readString(errors)).isZero();
        return JSON.std.mapFrom(Files.readString(output));
    }
}
