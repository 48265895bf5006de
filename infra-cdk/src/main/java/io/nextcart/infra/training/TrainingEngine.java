package io.nextcart.infra.training;

import java.util.Map;
import software.amazon.awscdk.services.iam.Role;

/** What runs a retrain, as the pipeline sees it. */
interface TrainingEngine {
    /** The value of <code>${Engine}</code> in the definition. */
    String name();

    /** The values of the definition's texts that concern this engine. */
    Map<String, String> texts();

    /** A pattern of the names of those that concern the other, whose states are never entered. */
    String otherTexts();

    /** Allows the role of the pipeline to start a retrain, to wait for it and to stop it. */
    void allow(Role pipeline);

    /** Why {@link #allow} gives rights to resources with a wildcard. */
    String wildcards();
}
