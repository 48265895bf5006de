package io.nextcart.functions.recommend;

import io.nextcart.data.AwsEndpoint;
import io.nextcart.data.AwsFault;
import io.nextcart.data.Environment;
import io.nextcart.store.FolderObjectStore;
import io.nextcart.store.ObjectKey;
import io.nextcart.store.ObjectSource;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;

/**
 * Where models are published, from {@code NEXTCART_STORE}: {@code s3://bucket/prefix} or a folder. {@link AwsEndpoint}
 * selects another S3-compatible server; region and credentials come from the AWS SDK's usual places, the environment
 * first.
 */
record ModelPlace(
        String place, String endpoint, String region, Supplier<? extends AwsCredentialsIdentity> credentials) {
    private static final String VARIABLE = "NEXTCART_STORE";
    private static final Pattern S3 = Pattern.compile("s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:/(.*?))?/*");
    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration READ = Duration.ofSeconds(5);

    /** Reads the variables; {@link Environment#check} reports their faults. */
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
        String endpoint = AwsEndpoint.of("S3", variables);
        return new ModelPlace(place, endpoint, variables.optional("AWS_REGION"), credentials(variables));
    }

    /** Opens the store over connections of this process. Reads nothing yet. */
    ObjectSource open() {
        Matcher parts = S3.matcher(place);
        if (!parts.matches()) {
            return new FolderObjectStore(Path.of(place));
        }
        String bucket = parts.group(1);
        String signed = signingRegion();
        URI address =
                endpoint.isEmpty() ? S3Requests.bucketOfAws(bucket, signed) : S3Requests.bucketAt(endpoint, bucket);
        S3Requests requests = new S3Requests(address, signed, credentials, CONNECT, READ);
        return new S3Models(requests, bucket, prefix(parts), new Random());
    }

    private String signingRegion() {
        if (!region.isEmpty()) {
            return region;
        }
        try {
            return DefaultAwsRegionProviderChain.builder().build().getRegion().id();
        } catch (SdkClientException e) {
            throw new IllegalArgumentException("S3: " + AwsFault.reason(e), e);
        }
    }

    /** Lambda's credentials; without them, as after a restore from a snapshot, those from the SDK's usual places. */
    private static Supplier<? extends AwsCredentialsIdentity> credentials(Environment variables) {
        String key = variables.optional("AWS_ACCESS_KEY_ID");
        String secret = variables.optional("AWS_SECRET_ACCESS_KEY");
        String token = variables.optional("AWS_SESSION_TOKEN");
        if (key.isEmpty() || secret.isEmpty()) {
            return () -> SdkCredentials.PROVIDER.resolveCredentials();
        }
        AwsCredentialsIdentity identity = token.isEmpty()
                ? AwsCredentialsIdentity.create(key, secret)
                : AwsSessionCredentialsIdentity.create(key, secret, token);
        return () -> identity;
    }

    /** A class of its own, loaded only when needed. */
    private static final class SdkCredentials {
        static final DefaultCredentialsProvider PROVIDER =
                DefaultCredentialsProvider.builder().build();
    }

    private static String prefix(Matcher parts) {
        return parts.group(2) == null ? "" : parts.group(2);
    }

    private static boolean isPrefix(String prefix) {
        return prefix.isEmpty() || Arrays.stream(prefix.split("/", -1)).allMatch(ObjectKey::isSegment);
    }
}
