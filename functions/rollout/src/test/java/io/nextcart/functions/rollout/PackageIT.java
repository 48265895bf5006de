package io.nextcart.functions.rollout;

import io.nextcart.functions.api.PackageContract;
import java.nio.file.Path;
import java.util.List;

class PackageIT extends PackageContract {
    @Override
    protected Path jar() {
        return Path.of("target/rollout-lambda.jar");
    }

    @Override
    protected long maxBytes() {
        return 10_000_000;
    }

    @Override
    protected String handler() {
        return RolloutHandler.class.getName();
    }

    @Override
    protected List<String> nativeLibraries() {
        return List.of();
    }
}
