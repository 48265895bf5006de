package io.nextcart.local.pipeline;

import static java.util.Objects.requireNonNull;

import io.nextcart.store.ObjectStore;
import java.io.IOException;
import java.util.Map;

/** Stands for {@code aws-sdk:s3:listObjectsV2}: how many objects of the log of record there are. */
final class ArchiveListing implements Resource {
    private final ObjectStore archive;
    private final int files;

    /**
     * @param files event logs that are given beside the archive; each counts as an object
     */
    ArchiveListing(ObjectStore archive, int files) {
        this.archive = requireNonNull(archive, "archive is null");
        this.files = files;
    }

    @Override
    public Object call(Map<?, ?> parameters) throws StateFailure {
        if (!(parameters.get("MaxKeys") instanceof Number most)) {
            throw new StateFailure("S3.S3Exception", "MaxKeys is " + parameters.get("MaxKeys") + ", expected a number");
        }
        try {
            int there = archive.list(String.valueOf(parameters.get("Prefix"))).size();
            return Map.of("KeyCount", Math.min(most.intValue(), there + files));
        } catch (IOException e) {
            throw new StateFailure("S3.S3Exception", archive.location() + ": cannot be listed: " + e.getMessage());
        }
    }
}
