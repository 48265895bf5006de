package io.nextcart.infra;

import io.nextcart.infra.api.ApiStack;
import io.nextcart.infra.api.Packages;
import io.nextcart.infra.monitoring.MonitoringStack;
import io.nextcart.infra.monitoring.Shop;
import io.nextcart.infra.settings.Settings;
import io.nextcart.infra.state.StateStack;
import io.nextcart.infra.training.TrainingNetwork;
import io.nextcart.infra.training.TrainingStack;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Environment;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.TagProps;
import software.amazon.awscdk.Tags;

/** The program that {@code cdk} starts, in the folder of cdk.json. */
public final class NextcartApp {
    private final App app;
    private final Path repository;
    private final Packages packages;

    private NextcartApp(App app, Path repository) {
        this.app = app;
        this.repository = repository;
        this.packages = Packages.in(repository);
    }

    /** Synthesises the stacks, or prints plainly what is wrong with the settings or has not been built. */
    public static void main(String[] args) {
        App app = new App();
        try {
            stacks(app, Path.of("..").toAbsolutePath().normalize());
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
        app.synth();
    }

    /**
     * Creates the stacks of the stage that the app's context names: those of each shop, and one that monitors all of
     * them.
     *
     * @param repository the checkout, with the packages built
     * @throws IllegalArgumentException when the settings cannot be used or what they need is not built
     */
    public static void stacks(App app, Path repository) {
        List<Settings> all = Settings.all(key -> app.getNode().tryGetContext(key));
        NextcartApp nextcart = new NextcartApp(app, repository);
        List<Shop> shops = new ArrayList<>();
        for (Settings settings : all) {
            shops.add(nextcart.shop(settings, shops.isEmpty() ? null : shops.get(0)));
        }
        Settings first = all.get(0);
        new MonitoringStack(
                app,
                "nextcart-" + first.stage() + "-monitoring",
                props(first, "Dashboard, alarms, budget", false),
                shops,
                nextcart.packages);
        Tags.of(app)
                .add(
                        "nextcart:stage",
                        first.stage(),
                        // cfn-lint does not know its tags yet.
                        TagProps.builder()
                                .excludeResourceTypes(List.of("AWS::CloudWatch::Dashboard"))
                                .build());
    }

    /**
     * Creates the stacks of a shop.
     *
     * @param first the shop whose topic and network the others use; null for the first itself
     */
    private Shop shop(Settings settings, @Nullable Shop first) {
        String name = "nextcart-" + settings.name();
        StateStack state = new StateStack(
                app,
                name + "-state",
                props(settings, "Tables, archive, models", settings.retainData()),
                settings,
                first == null ? null : first.state().notifications());
        ApiStack api =
                new ApiStack(app, name + "-api", props(settings, "API and Lambdas", false), settings, state, packages);
        if (first != null) {
            // The first API stack sets the role for the logs of an account's REST APIs.
            api.addStackDependency(first.api());
        }
        TrainingStack training = training(settings, name, state, first);
        if (!settings.shop().isEmpty()) {
            Stream.of(state, api, training)
                    .filter(Objects::nonNull)
                    .forEach(stack -> Tags.of(stack).add("nextcart:shop", settings.shop()));
        }
        return new Shop(settings, state, api, training);
    }

    private @Nullable TrainingStack training(Settings settings, String name, StateStack state, @Nullable Shop first) {
        if (!settings.training().enabled()) {
            return null;
        }
        TrainingNetwork shared = first == null || first.training() == null
                ? null
                : first.training().network();
        return new TrainingStack(
                app,
                name + "-training",
                props(settings, "The nightly retrain", false),
                settings,
                state,
                packages,
                repository,
                shared);
    }

    private static StackProps props(Settings settings, String description, boolean guarded) {
        return StackProps.builder()
                .env(Environment.builder()
                        .region(settings.region().isEmpty() ? null : settings.region())
                        .build())
                .description("Nextcart " + settings.name() + ": " + description)
                .terminationProtection(guarded)
                .build();
    }
}
