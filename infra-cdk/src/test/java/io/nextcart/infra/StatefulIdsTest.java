package io.nextcart.infra;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StatefulIdsTest {
    private static final Set<String> STATEFUL = Set.of(
            "AWS::DynamoDB::Table",
            "AWS::S3::Bucket",
            "AWS::SNS::Topic",
            "AWS::ApiGatewayV2::Api",
            "AWS::ApiGateway::RestApi",
            "AWS::ApiGateway::ApiKey");

    /** An upgrade with these settings recreates none of them. */
    @Test
    void aRestApiThatWasDeployedKeepsAllOfIt() throws IOException {
        Golden.holds("stateful-ids-rest.txt", ids(Synth.REST));
    }

    /**
     * A resource whose logical id changes is recreated: data stay behind, and the addresses and keys of shops change.
     */
    @Test
    void whatHoldsDataOrAnAddressKeepsItsLogicalId() throws IOException {
        Golden.holds("stateful-ids.txt", ids(Synth.PROD));
    }

    private static List<String> ids(Synth synth) {
        List<String> ids = new ArrayList<>();
        synth.result()
                .stacks()
                .forEach((stack, template) -> template.get("Resources")
                        .properties()
                        .forEach(resource -> {
                            String type = resource.getValue().get("Type").asText();
                            if (STATEFUL.contains(type)) {
                                ids.add(stack + " " + type + " " + resource.getKey());
                            }
                        }));
        ids.sort(null);
        return ids;
    }
}
