package io.nextcart.infra.monitoring;

import io.nextcart.infra.api.ApiStack;
import io.nextcart.infra.settings.Settings;
import io.nextcart.infra.state.StateStack;
import io.nextcart.infra.training.TrainingStack;
import org.jspecify.annotations.Nullable;

/**
 * The stacks and settings of one shop.
 *
 * @param training null if none is deployed
 */
public record Shop(
        Settings settings,
        StateStack state,
        ApiStack api,
        @Nullable TrainingStack training) {}
