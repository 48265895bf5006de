package io.nextcart.infra;

import io.nextcart.infra.api.ApiStack;
import io.nextcart.infra.api.Packages;
import io.nextcart.infra.monitoring.MonitoringStack;
import io.nextcart.infra.settings.Settings;
import io.nextcart.infra.state.StateStack;
import io.nextcart.infra.training.TrainingImage;
import io.nextcart.infra.training.TrainingStack;
import java.nio.file.Path;
import java.util.List;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Environment;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.TagProps;
import software.amazon.awscdk.Tags;

/** What {@code cdk} starts, in the folder of cdk.json. */
public final class NextcartApp {
    private NextcartApp() {}

    /** Synthesises, or says in plain lines what is wrong with the settings or what is not built. */
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
     * The stacks of the stage that the app's context names.
     *
     * @param repository the checkout, with the packages built
     * @throws IllegalArgumentException when the settings cannot be used or a package is missing
     */
    public static void stacks(App app, Path repository) {
        Settings settings = Settings.read(key -> app.getNode().tryGetContext(key));
        Packages packages = Packages.in(repository);
        String name = "nextcart-" + settings.stage();
        StateStack state = new StateStack(
                app, name + "-state", props(settings, "Tables, archive, models", settings.retainData()), settings);
        ApiStack api =
                new ApiStack(app, name + "-api", props(settings, "API and Lambdas", false), settings, state, packages);
        TrainingStack training = null;
        if (settings.training().enabled()) {
            training = new TrainingStack(
                    app,
                    name + "-training",
                    props(settings, "The nightly retrain", false),
                    settings,
                    TrainingImage.of(settings.training(), repository),
                    state,
                    packages,
                    repository.resolve("training-fargate").resolve("pipeline.asl.json"));
        }
        new MonitoringStack(
                app,
                name + "-monitoring",
                props(settings, "Dashboard, alarms, budget", false),
                settings,
                state,
                api,
                training,
                packages);
        Tags.of(app)
                .add(
                        "nextcart:stage",
                        settings.stage(),
                        // cfn-lint knows no tags of it yet.
                        TagProps.builder()
                                .excludeResourceTypes(List.of("AWS::CloudWatch::Dashboard"))
                                .build());
    }

    private static StackProps props(Settings settings, String description, boolean guarded) {
        return StackProps.builder()
                .env(Environment.builder()
                        .region(settings.region().isEmpty() ? null : settings.region())
                        .build())
                .description("Nextcart " + settings.stage() + ": " + description)
                .terminationProtection(guarded)
                .build();
    }
}
