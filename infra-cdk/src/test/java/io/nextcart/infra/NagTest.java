package io.nextcart.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

class NagTest {
    @Test
    void awsSolutionsFindsNothingThatIsNotExplained() {
        for (Synth synth : Synth.ALL) {
            assertThat(synth.result().findings()).isEmpty();
        }
    }

    @Test
    void whatIsAcceptedHasAReason() {
        for (Synth synth : Synth.ALL) {
            for (JsonNode template : synth.result().stacks().values()) {
                for (JsonNode resource : template.get("Resources")) {
                    for (JsonNode rule :
                            resource.path("Metadata").path("cdk_nag").path("rules_to_suppress")) {
                        assertThat(rule.get("id").asText()).startsWith("AwsSolutions-");
                        assertThat(rule.get("reason").asText()).as("%s", rule).hasSizeGreaterThan(40);
                    }
                }
            }
        }
    }
}
