package io.nextcart.functions.notify;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import io.nextcart.functions.api.PackageContract;
import java.io.File;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The jar as it is deployed. */
class PackageIT extends PackageContract {
    PackageIT() {
        super("target/notify-lambda.jar", 2_000_000, NotifyHandler.class);
    }

    @Test
    void itReadsTheSecretOfItsNameAndSends() throws Exception {
        try (FakeBotApi api = new FakeBotApi()) {
            Path errors = Files.createTempFile("errors", ".txt");
            ProcessBuilder builder = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-XX:+UseSerialGC",
                            "-cp",
                            String.join(
                                    File.pathSeparator,
                                    jar().toAbsolutePath().toString(),
                                    Path.of("target", "test-classes")
                                            .toAbsolutePath()
                                            .toString(),
                                    runtime().toString()),
                            LambdaMain.class.getName())
                    .redirectError(errors.toFile());
            builder.environment().keySet().removeIf(name -> name.startsWith("AWS_") || name.startsWith("JAVA_TOOL"));
            builder.environment()
                    .putAll(Map.of(
                            "NEXTCART_TELEGRAM_PARAMETER", "/shop/telegram",
                            "NEXTCART_TELEGRAM_URL", api.url().toString(),
                            "AWS_ENDPOINT_URL_SSM", api.url().toString(),
                            "AWS_ACCESS_KEY_ID", "key",
                            "AWS_SECRET_ACCESS_KEY", "secret",
                            "AWS_REGION", "us-east-1"));
            Process process = builder.start();
            try (OutputStream in = process.getOutputStream()) {
                in.write(("{\"Records\":[{\"Sns\":{\"Subject\":\"s\",\"Message\":\"m ☃\","
                                + "\"Timestamp\":\"2026-03-01T10:00:00.000Z\"}}]}")
                        .getBytes(StandardCharsets.UTF_8));
            }
            assertThat(process.waitFor()).as(Files.readString(errors)).isZero();
            assertThat(api.secretsAsked).containsExactly("/shop/telegram decrypted true");
            assertThat(api.messages()).hasSize(1);
            assertThat(api.messages().get(0)).containsEntry("text", "s\n\nm ☃");
            assertThat(Files.readString(errors)).doesNotContain("123:abc");
            Files.delete(errors);
        }
    }

    /** The library that Lambda's runtime provides. */
    private static Path runtime() throws Exception {
        return Path.of(LambdaEventSerializers.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
    }
}
