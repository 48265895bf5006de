package io.nextcart.functions.recommend;

import io.nextcart.functions.api.PackageContract;
import java.nio.file.Path;
import java.util.List;

class PackageIT extends PackageContract {
    @Override
    protected Path jar() {
        return Path.of("target/recommend-lambda.jar");
    }

    @Override
    protected long maxBytes() {
        return 20_000_000;
    }

    @Override
    protected String handler() {
        return RecommendFunction.class.getName();
    }

    @Override
    protected List<String> nativeLibraries() {
        return List.of("linux-x86_64/lib/libcatboost4j-prediction.so");
    }
}
