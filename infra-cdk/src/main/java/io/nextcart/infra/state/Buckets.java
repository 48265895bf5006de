package io.nextcart.infra.state;

import static java.util.Objects.requireNonNull;

import io.nextcart.infra.settings.StateSettings;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.s3.BlockPublicAccess;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.s3.BucketEncryption;
import software.amazon.awscdk.services.s3.IBucket;
import software.amazon.awscdk.services.s3.LifecycleRule;
import software.amazon.awscdk.services.s3.ObjectOwnership;
import software.amazon.awscdk.services.s3.StorageClass;
import software.amazon.awscdk.services.s3.Transition;
import software.constructs.Construct;

/**
 * The buckets: encrypted, closed to the public, TLS only, versioned unless the settings say otherwise, and logged to a
 * third.
 */
final class Buckets {
    /** How long access logs are kept. */
    private static final int ACCESS_LOG_DAYS = 90;

    private static final int BROKEN_UPLOAD_DAYS = 7;
    /** S3's shortest period. */
    private static final Duration SHORTEST = Duration.days(1);

    private final Construct scope;
    private final RemovalPolicy removal;
    private final StateSettings settings;
    private @Nullable Bucket accessLogs;

    Buckets(Construct scope, RemovalPolicy removal, StateSettings settings) {
        this.scope = requireNonNull(scope, "scope is null");
        this.removal = requireNonNull(removal, "removal is null");
        this.settings = requireNonNull(settings, "settings is null");
    }

    /** Created with the first bucket that needs it. */
    private Bucket accessLogs() {
        Bucket logs = accessLogs != null
                ? accessLogs
                : bucket("AccessLogsBucket")
                        .objectOwnership(ObjectOwnership.BUCKET_OWNER_ENFORCED)
                        .lifecycleRules(List.of(LifecycleRule.builder()
                                .expiration(Duration.days(ACCESS_LOG_DAYS))
                                .build()))
                        .build();
        accessLogs = logs;
        return logs;
    }

    IBucket archive() {
        // Every night reads it all; in a cheaper class, reads would cost more than storage saves.
        if (settings.archiveDays() == 0) {
            return kept("ArchiveBucket", List.of());
        }
        // Each compaction deletes what is older by its day. This rule goes by the age of objects, which a compaction
        // makes anew: it is never early, and works where no training runs.
        LifecycleRule old = LifecycleRule.builder()
                .id("events-no-longer-kept")
                .prefix("events/")
                .expiration(Duration.days(settings.archiveDays()))
                .build();
        return kept("ArchiveBucket", List.of(old));
    }

    /**
     * Old models are kept in a cheaper class, since only current.json records which one serves. Old versions of trial
     * files, which are rewritten every hour, are deleted; so is what a training on Spark left.
     */
    IBucket models() {
        LifecycleRule cheaper = LifecycleRule.builder()
                .id("cheaper-when-old")
                .prefix("models/")
                .transitions(List.of(Transition.builder()
                        .storageClass(StorageClass.GLACIER_INSTANT_RETRIEVAL)
                        .transitionAfter(Duration.days(settings.coldAfterDays()))
                        .build()))
                .build();
        LifecycleRule looks = LifecycleRule.builder()
                .id("looks")
                .prefix("trials/")
                .noncurrentVersionExpiration(SHORTEST)
                .build();
        LifecycleRule.Builder tables = LifecycleRule.builder()
                .id("tables-of-killed-runs")
                .prefix(StateStack.SPARK_TABLES)
                .expiration(SHORTEST);
        if (!versioned()) {
            return kept("ModelsBucket", List.of(cheaper, tables.build()));
        }
        tables.noncurrentVersionExpiration(SHORTEST);
        return kept("ModelsBucket", List.of(cheaper, looks, tables.build()));
    }

    /** The bucket that the settings name, or one of the stack's own. */
    private IBucket kept(String id, List<LifecycleRule> more) {
        String name = settings.existing().getOrDefault(id, "");
        if (!name.isEmpty()) {
            return Bucket.fromBucketName(scope, id, name);
        }
        LifecycleRule.Builder swept = LifecycleRule.builder()
                .id("overwritten-and-broken")
                .abortIncompleteMultipartUploadAfter(Duration.days(BROKEN_UPLOAD_DAYS));
        if (versioned()) {
            swept.noncurrentVersionExpiration(Duration.days(settings.oldVersionsDays()))
                    .expiredObjectDeleteMarker(true);
        }
        List<LifecycleRule> rules = new ArrayList<>(List.of(swept.build()));
        rules.addAll(more);
        return bucket(id)
                .versioned(versioned())
                .serverAccessLogsBucket(accessLogs())
                .serverAccessLogsPrefix(id + "/")
                .lifecycleRules(rules)
                .build();
    }

    private boolean versioned() {
        return settings.oldVersionsDays() > 0;
    }

    private Bucket.Builder bucket(String id) {
        return Bucket.Builder.create(scope, id)
                .encryption(BucketEncryption.S3_MANAGED)
                .blockPublicAccess(BlockPublicAccess.BLOCK_ALL)
                .enforceSsl(true)
                .minimumTlsVersion(1.2)
                .autoDeleteObjects(removal == RemovalPolicy.DESTROY)
                .removalPolicy(removal);
    }
}
