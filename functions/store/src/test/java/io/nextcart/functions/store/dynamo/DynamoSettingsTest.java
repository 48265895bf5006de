package io.nextcart.functions.store.dynamo;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextcart.data.AwsFault;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;

class DynamoSettingsTest {
    @Test
    void missingCredentialsAndRegionAreToldInPlainWords() {
        SdkClientException credentials = SdkClientException.create(
                "Unable to load credentials from any of the providers in the chain\nAwsCredentialsProviderChain(...)");
        assertThat(DynamoFault.of("events", "read", credentials))
                .hasMessage("DynamoDB table events: cannot be read: no AWS credentials found "
                        + "(AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, AWS_PROFILE, or a role)");
        SdkClientException region = SdkClientException.create("Unable to load region from any of the providers");
        assertThat(AwsFault.reason(region)).isEqualTo("no AWS region found (set AWS_REGION)");
    }

    @Test
    void everyKeyOfATableHasAType() {
        for (TableDefinition table : DynamoTables.ALL) {
            assertThat(table.types()).containsKey(table.key().partition());
            table.indexes()
                    .forEach(index -> assertThat(table.types())
                            .containsKeys(index.key().partition(), index.key().sort()));
        }
    }
}
