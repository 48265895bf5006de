package io.nextcart.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

    @Test
    @Tag("long")
    void cfnLintFindsNothing(@TempDir Path folder) throws Exception {
        List<String> command = new ArrayList<>(List.of("cfn-lint"));
        for (Synth synth : Synth.ALL) {
            for (Map.Entry<String, JsonNode> stack : synth.result().stacks().entrySet()) {
                Path file = folder.resolve(Synth.ALL.indexOf(synth) + "-" + stack.getKey() + ".json");
                Files.writeString(file, stack.getValue().toString());
                command.add(file.toString());
            }
        }
        Process lint = start(command);
        String said = new String(lint.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(lint.waitFor()).as(said).isZero();
    }

    private static Process start(List<String> command) {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            return Assumptions.abort("no cfn-lint on the PATH (pip install cfn-lint): no template is linted");
        }
    }
}
