package io.nextcart.infra.api;

import io.nextcart.infra.Settings;
import io.nextcart.infra.state.StateStack;
import java.util.List;
import java.util.Map;
import software.constructs.Construct;

/** The Lambda that keeps events, forgets shoppers and takes what the shop says of its items. */
final class EventsLambda {
    /** As long as API Gateway waits: a batch of 500 is 500 writes. */
    private static final int TIMEOUT_SECONDS = 29;

    private EventsLambda() {}

    static LambdaFunction create(Construct scope, Settings settings, StateStack state, Packages packages) {
        LambdaFunction lambda = new LambdaFunction(
                scope,
                "Events",
                new LambdaFunction.Spec(
                        "keeps events and what the shop says of items",
                        packages.events(),
                        "io.nextcart.functions.events.EventsFunction",
                        settings.api().eventsMemoryMb(),
                        TIMEOUT_SECONDS,
                        settings.api().start() == Settings.Start.SNAPSTART),
                Map.of(
                        "NEXTCART_EVENTS_TABLE", state.events().getTableName(),
                        "NEXTCART_TOMBSTONES_TABLE", state.tombstones().getTableName(),
                        "NEXTCART_CATALOGUE_TABLE", state.catalogue().getTableName(),
                        "NEXTCART_EVENTS_TTL_DAYS",
                                Integer.toString(settings.state().eventsTtlDays()),
                        "NEXTCART_STAGE", settings.stage(),
                        "NEXTCART_CORS_ORIGIN", settings.api().corsOrigin()));
        String events = state.events().getTableArn();
        lambda.allow(List.of("dynamodb:PutItem", "dynamodb:BatchWriteItem", "dynamodb:Query"), events);
        lambda.allow(List.of("dynamodb:Query"), events + "/index/by_time");
        lambda.allow(List.of("dynamodb:PutItem"), state.tombstones().getTableArn());
        lambda.allow(
                List.of("dynamodb:UpdateItem", "dynamodb:GetItem"),
                state.catalogue().getTableArn());
        return lambda;
    }
}
