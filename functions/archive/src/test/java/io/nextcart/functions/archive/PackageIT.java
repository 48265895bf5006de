package io.nextcart.functions.archive;

import io.nextcart.functions.api.PackageContract;
import java.nio.file.Path;
import java.util.List;

class PackageIT extends PackageContract {
    @Override
    protected Path jar() {
        return Path.of("target/archive-lambda.jar");
    }

    @Override
    protected long maxBytes() {
        return 8_600_000;
    }

    @Override
    protected String handler() {
        return ArchiveHandler.class.getName();
    }

    @Override
    protected List<String> nativeLibraries() {
        return List.of();
    }

    /** Besides, a class of constants, which the compiler copies, and the lists of S3: this Lambda only puts objects. */
    @Override
    protected String mayLack() {
        return super.mayLack()
                + "|\\S+RowKind\\S* +-> \\S+DynamoTables .*|\\S+S3ObjectStore +-> \\S+ListObjectsV2Iterable .*";
    }
}
