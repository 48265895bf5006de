package io.nextcart.infra.iam;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;

/** The policies of roles. */
public final class Rights {
    private Rights() {}

    /** All alarms of the account: CloudWatch has no narrower resource for a query by name prefix. */
    public static String alarms(Stack stack) {
        return "arn:" + stack.getPartition() + ":cloudwatch:" + stack.getRegion() + ":" + stack.getAccount()
                + ":alarm:*";
    }

    /** Adds to the role's policy. */
    public static void allow(Role role, List<String> actions, String... resources) {
        allow(role, actions, List.of(resources), Map.of());
    }

    /** Adds to the role's policy, under conditions. */
    public static void allow(
            Role role, List<String> actions, List<String> resources, Map<String, Map<String, String>> conditions) {
        role.addToPolicy(PolicyStatement.Builder.create()
                .actions(actions)
                .resources(resources)
                .conditions(conditions)
                .build());
    }
}
