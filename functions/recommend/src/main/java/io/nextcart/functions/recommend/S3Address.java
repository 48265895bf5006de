package io.nextcart.functions.recommend;

import java.net.URI;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;

/**
 * Where the objects of a bucket are.
 *
 * @param bucket its address, which ends with a slash
 * @param region that requests to it are signed for
 */
record S3Address(URI bucket, String region) {
    /**
     * A bucket of AWS: by its own host name or, where the name has dots, which no certificate covers, by its path.
     *
     * @param region such as {@code eu-central-1}
     */
    static S3Address ofAws(String bucket, String region) {
        String host =
                "s3." + region + "." + PartitionMetadata.of(Region.of(region)).dnsSuffix();
        String place = bucket.contains(".") ? host + "/" + bucket : bucket + "." + host;
        return new S3Address(URI.create("https://" + place + "/"), region);
    }

    /**
     * A bucket of another S3-compatible server, by its path.
     *
     * @param endpoint such as {@code http://127.0.0.1:9000}
     */
    static S3Address of(String endpoint, String bucket, String region) {
        return new S3Address(URI.create(endpoint + (endpoint.endsWith("/") ? "" : "/") + bucket + "/"), region);
    }

    /**
     * The address of an object.
     *
     * @param key of the form that {@link io.nextcart.store.ObjectKey} holds
     */
    URI object(String key) {
        // All that such a key has and that S3's signatures want to be escaped.
        return URI.create(bucket + key.replace("=", "%3D").replace("+", "%2B"));
    }
}
