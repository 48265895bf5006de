package io.nextcart.functions.rollout;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import io.nextcart.data.EventType;
import io.nextcart.functions.api.Prices;
import io.nextcart.store.document.Current;
import io.nextcart.store.document.LiftRecord;
import io.nextcart.store.s3.LoopbackS3;
import io.nextcart.store.s3.S3ObjectStore;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.Writer;
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
        try (Lambda rollout = new Lambda("rollout")) {
            takeATrialFromStartToEnd(shop, rollout);
        }
        try (Lambda models = new Lambda("models")) {
            assertThat(models.call("{\"httpMethod\":\"GET\",\"path\":\"/v1/models\"}"))
                    .containsEntry("statusCode", 200)
                    .extractingByKey("body")
                    .asString()
                    .contains("\"champion\":\"v1\"", "\"challenger\":\"v2\"", "\"state\":\"rolled_back\"");
            assertThat(models.call("{\"httpMethod\":\"GET\",\"path\":\"/v1/today\"}"))
                    .extractingByKey("body")
                    .asString()
                    .as("asked, of a server that is not CloudWatch")
                    .contains("\"today\":\"It cannot be read now", "\"champion\":\"v1\"");
        }
    }

    private static void takeATrialFromStartToEnd(TrialShop shop, Lambda rollout) throws IOException {
        assertThat(rollout.call("{\"action\":\"status\"}"))
                .containsEntry("trial", "none")
                .containsEntry("challenger", null);
        shop.put(
                "runs/r.json", "{\"ended_at\":1,\"outcome\":\"candidate\",\"version\":\"v2\",\"lines\":[\"Better.\"]}");
        assertThat(rollout.call("{\"action\":\"result\",\"run\":\"r\"}")).containsEntry("outcome", "candidate");
        assertThat(rollout.call("{\"action\":\"start\",\"version\":\"v2\",\"share\":0.5}"))
                .containsEntry("state", "trial");
        assertThat(shop.current().challenger()).isEqualTo("v2");
        long now = System.currentTimeMillis();
        String today = LocalDate.now(ZoneOffset.UTC).toString();
        shop.log(today, List.of(TrialShop.event("u1", EventType.VIEW, now, TrialShop.id("u1"))));
        Map<String, Object> look = rollout.call("{\"action\":\"compare\",\"alarms\":[]}");
        assertThat(look).containsEntry("decision", "continue");
        Map<String, Object> end =
                rollout.call("{\"action\":\"compare\",\"alarms\":[{\"name\":\"errors\",\"state\":\"ALARM\"}]}");
        assertThat(end).containsEntry("decision", "roll_back").containsEntry("reason", "an alarm rings: errors");
        assertThat(shop.current()).isEqualTo(new Current("v1", null, 0, null, 1));
        assertThat(rollout.call("{\"action\":\"compare\"}")).isEqualTo(end);
        assertThat(rollout.call("{\"action\":\"lift\"}")).containsEntry("objects_skipped", 0);
        assertThat(shop.store.get(LiftRecord.KEY)).isPresent();
    }

    /** The deployed jar in a process of its own. */
    private final class Lambda implements AutoCloseable {
        private final Path errors;
        private final Process process;
        private final Writer requests;
        private final BufferedReader answers;

        /** @param function as {@link LambdaMain} knows it */
        Lambda(String function) throws IOException {
            errors = folder.resolve(function + "-errors.txt");
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
            builder.environment().put("NEXTCART_CONTROL_SHARE", "0.05");
            String elsewhere = s3.environment().get("AWS_ENDPOINT_URL_S3");
            builder.environment().put("AWS_ENDPOINT_URL_CLOUDWATCH", elsewhere);
            builder.environment().put("NEXTCART_ALARMS", "nextcart-prod-");
            builder.environment()
                    .put(
                            "NEXTCART_PRICES",
                            new Prices(1, 1, 1, "2026-11-25").toJson().toText());
            builder.environment().put("NEXTCART_STORE", "s3://" + bucket + "/shop/eu");
            process = builder.redirectError(errors.toFile()).start();
            requests = process.outputWriter(UTF_8);
            answers = process.inputReader(UTF_8);
        }

        Map<String, Object> call(String request) throws IOException {
            requests.write(request + "\n");
            requests.flush();
            Map<String, Object> line;
            do {
                String text = answers.readLine();
                assertThat(text).as(Files.readString(errors)).isNotNull();
                line = JSON.std.mapFrom(text);
            } while (line.containsKey("logger")); // of the function's log
            return line;
        }

        /** Ends the process, which must have no fault to report. */
        @Override
        public void close() throws IOException {
            try {
                requests.close();
                int status = process.onExit().join().exitValue();
                assertThat(status).as(Files.readString(errors)).isZero();
            } finally {
                process.destroyForcibly();
            }
        }
    }
}
