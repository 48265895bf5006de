package io.nextcart.infra.api;

import io.nextcart.infra.Settings;
import io.nextcart.infra.state.StateStack;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.codedeploy.LambdaApplication;
import software.amazon.awscdk.services.lambda.Alias;
import software.constructs.Construct;

/** What can be replaced at any time: the three Lambdas, the REST API before two of them, and how new code comes in. */
public final class ApiStack extends Stack {
    /** The alias that the API asks; what it points at is what serves. */
    private static final String ALIAS = "live";

    private final LambdaFunction recommend;
    private final LambdaFunction events;
    private final ArchiveLambda archive;

    public ApiStack(
            Construct scope, String id, StackProps props, Settings settings, StateStack state, Packages packages) {
        super(scope, id, props);
        recommend = RecommendLambda.create(this, settings, state, packages);
        events = EventsLambda.create(this, settings, state, packages);
        archive = new ArchiveLambda(this, settings, state, packages);
        Map<String, Alias> aliases = new TreeMap<>();
        aliases.put("recommend", alias(recommend, settings.api().provisioned()));
        aliases.put("events", alias(events, 0));
        new ShopApi(this, "Api", settings, packages, aliases);
        if (settings.api().canary()) {
            LambdaApplication application =
                    LambdaApplication.Builder.create(this, "Code").build();
            aliases.forEach((name, alias) -> new GradualDeployment(this, "Canary-" + name, application, alias));
        }
    }

    private static Alias alias(LambdaFunction lambda, int provisioned) {
        return Alias.Builder.create(lambda, "Live")
                .aliasName(ALIAS)
                .version(lambda.function().getCurrentVersion())
                .provisionedConcurrentExecutions(provisioned > 0 ? provisioned : null)
                .build();
    }

    public LambdaFunction recommend() {
        return recommend;
    }

    public LambdaFunction events() {
        return events;
    }

    public ArchiveLambda archive() {
        return archive;
    }

    /** The stage of the API, as API Gateway's metrics name it. */
    public String stageName() {
        return ShopApi.STAGE;
    }
}
