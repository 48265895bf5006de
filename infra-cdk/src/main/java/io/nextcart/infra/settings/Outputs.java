package io.nextcart.infra.settings;

import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.ssm.StringParameter;

/** Values of a stack for others: a stack output, and an SSM parameter that scripts and other stacks can read. */
public final class Outputs {
    private Outputs() {}

    /** Adds an output, also as the parameter {@code /nextcart/<name>/outputs/<id>}. */
    public static void add(Stack stack, Settings settings, String id, String value) {
        CfnOutput.Builder.create(stack, id).value(value).build();
        StringParameter.Builder.create(stack, "Parameter-" + id)
                .parameterName("/nextcart/" + settings.name() + "/outputs/" + id)
                .stringValue(value)
                .build();
    }
}
