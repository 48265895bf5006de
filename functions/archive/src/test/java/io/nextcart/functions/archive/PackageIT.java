package io.nextcart.functions.archive;

import io.nextcart.functions.api.PackageContract;

class PackageIT extends PackageContract {
    PackageIT() {
        super("target/archive-lambda.jar", 8_600_000, ArchiveHandler.class);
    }

    /** Besides, a class of constants, which the compiler copies, and the lists of S3: this Lambda only puts objects. */
    @Override
    protected String mayLack() {
        return super.mayLack()
                + "|\\S+RowKind\\S* +-> \\S+DynamoTables .*|\\S+S3ObjectStore +-> \\S+ListObjectsV2Iterable .*";
    }
}
