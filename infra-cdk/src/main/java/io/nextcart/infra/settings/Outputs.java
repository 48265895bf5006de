package io.nextcart.infra.settings;

import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.ssm.StringParameter;

/** What others need to know of a stack: an output of it, and a parameter of SSM that scripts and other stacks can read. */
public final class Outputs {
    private Outputs() {}

    /** Adds one, which the parameter {@code /nextcart/<name>/outputs/<id>} holds, too. */
    public static void add(Stack stack, Settings settings, String id, String value) {
        CfnOutput.Builder.create(stack, id).value(value).build();
        StringParameter.Builder.create(stack, "Parameter-" + id)
                .parameterName("/nextcart/" + settings.name() + "/outputs/" + id)
                .stringValue(value)
                .build();
    }
}
