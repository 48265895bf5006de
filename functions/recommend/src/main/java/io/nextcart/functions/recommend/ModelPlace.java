package io.nextcart.functions.recommend;

import io.nextcart.engine.bundle.FolderObjectStore;
import io.nextcart.engine.bundle.ObjectKey;
import io.nextcart.engine.bundle.ObjectSource;
import io.nextcart.functions.store.Environment;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/**
 * Where models are published, as {@code NEXTCART_STORE} names it: {@code s3://bucket/prefix} or a folder. {@code
 * AWS_ENDPOINT_URL_S3} points at another S3-compatible server; region and credentials come from where the AWS SDK looks.
 */
final class ModelPlace {
    private static final String VARIABLE = "NEXTCART_STORE";
    private static final Pattern S3 = Pattern.compile("s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:/(.*?))?/*");
    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration SOCKET = Duration.ofSeconds(10);

    private final String place;
    private final String endpoint;
    private final String region;
    private final boolean keysInEnvironment;

    private ModelPlace(String place, String endpoint, String region, boolean keysInEnvironment) {
        this.place = place;
        this.endpoint = endpoint;
        this.region = region;
        this.keysInEnvironment = keysInEnvironment;
    }

    /** Reads the variables; {@link Environment#check} tells what is wrong with them. */
    static ModelPlace named(Environment variables) {
        String place = variables.required(VARIABLE, "s3://bucket/prefix or a folder");
        if (place.startsWith("s3:")) {
            Matcher parts = S3.matcher(place);
            if (!parts.matches() || !isPrefix(prefix(parts))) {
                variables.fault(VARIABLE + " is " + place + ", expected s3://bucket/prefix");
            }
        } else if (place.contains("://")) {
            variables.fault(VARIABLE + " is " + place + ", expected s3://bucket/prefix or a folder");
        }
        boolean keys = !variables.optional("AWS_ACCESS_KEY_ID").isEmpty()
                && !variables.optional("AWS_SECRET_ACCESS_KEY").isEmpty();
        return new ModelPlace(place, variables.optional("AWS_ENDPOINT_URL_S3"), variables.optional("AWS_REGION"), keys);
    }

    /** Opens it, by a client that lives as long as the process. Nothing is read yet. */
    ObjectSource open() {
        Matcher parts = S3.matcher(place);
        if (!parts.matches()) {
            return new FolderObjectStore(Path.of(place));
        }
        S3ClientBuilder client = S3Client.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(CONNECT)
                        .socketTimeout(SOCKET))
                // The manifest's checksums are checked in any case.
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .disableS3ExpressSessionAuth(true);
        if (!region.isEmpty()) {
            client.region(Region.of(region));
        }
        if (keysInEnvironment) {
            // What Lambda sets; without it, as after a restore from a snapshot, the SDK looks where it always does.
            client.credentialsProvider(EnvironmentVariableCredentialsProvider.create());
        }
        if (!endpoint.isEmpty()) {
            client.endpointOverride(URI.create(endpoint)).forcePathStyle(true);
        }
        return new S3Models(client.build(), parts.group(1), prefix(parts));
    }

    private static String prefix(Matcher parts) {
        return parts.group(2) == null ? "" : parts.group(2);
    }

    private static boolean isPrefix(String prefix) {
        return prefix.isEmpty() || Arrays.stream(prefix.split("/", -1)).allMatch(ObjectKey::isSegment);
    }
}
