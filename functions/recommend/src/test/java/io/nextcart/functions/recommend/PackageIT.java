package io.nextcart.functions.recommend;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextcart.functions.api.PackageContract;
import java.util.List;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;

class PackageIT extends PackageContract {
    PackageIT() {
        super("target/recommend-lambda.jar", 20_000_000, RecommendFunction.class);
    }

    @Override
    protected List<String> nativeLibraries() {
        return List.of("linux-aarch64/lib/libcatboost4j-prediction.so", "linux-x86_64/lib/libcatboost4j-prediction.so");
    }

    /** Its 1,300 classes would dominate a cold start: docs/decisions/008. */
    @Test
    void theS3ClientOfTheSdkIsNotThere() throws Exception {
        try (JarFile file = new JarFile(jar().toFile())) {
            assertThat(file.stream().map(ZipEntry::getName))
                    .noneMatch(name -> name.startsWith("software/amazon/awssdk/services/s3/"));
        }
    }
}
