package io.nextcart.functions.events;

import io.nextcart.functions.api.PackageContract;
import java.nio.file.Path;
import java.util.List;

class PackageIT extends PackageContract {
    @Override
    protected Path jar() {
        return Path.of("target/events-lambda.jar");
    }

    @Override
    protected long maxBytes() {
        return 8_100_000;
    }

    @Override
    protected String handler() {
        return EventsFunction.class.getName();
    }

    @Override
    protected List<String> nativeLibraries() {
        return List.of();
    }
}
