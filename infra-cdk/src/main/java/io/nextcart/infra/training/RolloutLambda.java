package io.nextcart.infra.training;

import io.nextcart.infra.api.LambdaFunction;
import io.nextcart.infra.iam.Accepted;
import io.nextcart.infra.settings.Settings;
import io.nextcart.infra.settings.TrialSettings;
import io.nextcart.infra.state.StateStack;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import software.constructs.Construct;

/** The Lambda that starts a trial, compares, and puts the better model into service. */
final class RolloutLambda {
    /** A look reads the events of the trial's days. */
    private static final int TIMEOUT_SECONDS = 900;

    private static final int MEMORY_MB = 1769;

    private RolloutLambda() {}

    static LambdaFunction create(Construct scope, Settings settings, StateStack state, Path jar) {
        LambdaFunction lambda = new LambdaFunction(
                scope,
                "Rollout",
                new LambdaFunction.Spec(
                        "tries new models and puts the better one into service",
                        jar,
                        "io.nextcart.functions.rollout.RolloutHandler",
                        MEMORY_MB,
                        TIMEOUT_SECONDS,
                        false),
                environment(settings.training().trial(), state));
        lambda.allow(
                List.of("s3:ListBucket"),
                state.models().getBucketArn(),
                state.archive().getBucketArn());
        lambda.allow(
                List.of("s3:GetObject"),
                state.archive().arnForObjects("events/*"),
                state.archive().arnForObjects("tombstones/*"),
                state.models().arnForObjects("models/*"),
                state.models().arnForObjects("runs/*"));
        lambda.allow(List.of("s3:GetObject", "s3:PutObject"), state.models().arnForObjects("trials/*"));
        // What was counted of a trial, when it is over.
        lambda.allow(List.of("s3:DeleteObject"), state.models().arnForObjects("trials/*.counts"));
        // What serves; no file of a model.
        lambda.allow(List.of("s3:PutObject"), state.models().arnForObjects("models/current.json"));
        Accepted.finding(
                lambda.policy(),
                "AwsSolutions-IAM5",
                "events/* and tombstones/* of the archive, models/* and runs/* of the bucket of models, to read, and"
                        + " trials/*, of which counts can be deleted: objects are named when they are written.");
        return lambda;
    }

    private static Map<String, String> environment(TrialSettings trial, StateStack state) {
        return Map.of(
                "NEXTCART_STORE", "s3://" + state.models().getBucketName(),
                "NEXTCART_ARCHIVE", "s3://" + state.archive().getBucketName(),
                "NEXTCART_TRIAL_HOURS", Integer.toString(trial.hours()),
                "NEXTCART_TRIAL_HORIZON_HOURS", Integer.toString(trial.horizonHours()),
                "NEXTCART_TRIAL_MIN_SHOPPERS", Integer.toString(trial.minShoppers()),
                "NEXTCART_TRIAL_ALPHA_PERCENT", Integer.toString(trial.alphaPercent()),
                "NEXTCART_TRIAL_UNDECIDED", trial.undecided());
    }
}
