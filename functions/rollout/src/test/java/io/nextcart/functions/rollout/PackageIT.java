package io.nextcart.functions.rollout;

import io.nextcart.functions.api.PackageContract;

class PackageIT extends PackageContract {
    PackageIT() {
        super("target/rollout-lambda.jar", 10_000_000, RolloutHandler.class);
    }
}
