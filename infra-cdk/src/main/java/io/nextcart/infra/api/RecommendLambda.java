package io.nextcart.infra.api;

import io.nextcart.infra.Accepted;
import io.nextcart.infra.Settings;
import io.nextcart.infra.state.StateStack;
import java.util.List;
import java.util.Map;
import software.constructs.Construct;

/** The Lambda that recommends: reads the shopper's events, what changed of items, and the model in service. */
final class RecommendLambda {
    private static final int TIMEOUT_SECONDS = 10;

    private RecommendLambda() {}

    static LambdaFunction create(Construct scope, Settings settings, StateStack state, Packages packages) {
        LambdaFunction lambda = new LambdaFunction(
                scope,
                "Recommend",
                new LambdaFunction.Spec(
                        "recommends items to shoppers",
                        packages.recommend(),
                        "io.nextcart.functions.recommend.RecommendFunction",
                        settings.api().recommendMemoryMb(),
                        TIMEOUT_SECONDS,
                        settings.api().start() == Settings.Start.SNAPSTART),
                Map.of(
                        "NEXTCART_EVENTS_TABLE", state.events().getTableName(),
                        "NEXTCART_TOMBSTONES_TABLE", state.tombstones().getTableName(),
                        "NEXTCART_CATALOGUE_TABLE", state.catalogue().getTableName(),
                        "NEXTCART_STORE", "s3://" + state.models().getBucketName(),
                        "NEXTCART_STAGE", settings.stage(),
                        "NEXTCART_CORS_ORIGIN", settings.api().corsOrigin()));
        lambda.allow(
                List.of("dynamodb:Query"),
                state.events().getTableArn() + "/index/by_time",
                state.catalogue().getTableArn() + "/index/changes");
        lambda.allow(List.of("dynamodb:Scan"), state.catalogue().getTableArn());
        lambda.allow(List.of("s3:GetObject"), state.models().arnForObjects("models/*"));
        // Without it S3 answers 403 and not 404 for an object that is not there, as before the first model.
        lambda.allow(List.of("s3:ListBucket"), state.models().getBucketArn());
        Accepted.finding(
                lambda.policy(),
                "AwsSolutions-IAM5",
                "models/* of the bucket of models, to read: a version's name is not known before it is trained.");
        return lambda;
    }
}
