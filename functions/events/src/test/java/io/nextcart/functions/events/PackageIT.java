package io.nextcart.functions.events;

import io.nextcart.functions.api.PackageContract;

class PackageIT extends PackageContract {
    PackageIT() {
        super("target/events-lambda.jar", 8_100_000, EventsFunction.class);
    }
}
