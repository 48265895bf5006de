package io.nextcart.infra.iam;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.CfnResource;
import software.constructs.IConstruct;

/**
 * Accepted findings of cdk-nag, each with its reason, written into the template beside the resource, where reviewers
 * see them. The format is cdk-nag's, but synthesis does not need cdk-nag.
 */
public final class Accepted {
    private static final String METADATA = "cdk_nag";
    private static final String RULES = "rules_to_suppress";

    private Accepted() {}

    /** Accepts a rule's finding on a resource, or on the one that a construct wraps. */
    public static void finding(IConstruct construct, String rule, String reason) {
        IConstruct child = construct.getNode().getDefaultChild();
        if (!((construct instanceof CfnResource ? construct : child) instanceof CfnResource resource)) {
            throw new IllegalArgumentException(construct.getNode().getPath() + " wraps no resource");
        }
        List<Object> rules = new ArrayList<>();
        if (resource.getMetadata(METADATA) instanceof Map<?, ?> there && there.get(RULES) instanceof List<?> list) {
            rules.addAll(list);
        }
        rules.add(new TreeMap<>(Map.of("id", rule, "reason", reason)));
        resource.addMetadata(METADATA, Map.of(RULES, rules));
    }
}
