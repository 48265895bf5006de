package io.nextcart.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class AwsEndpointTest {
    private static final String OWN = "http://127.0.0.1:9000";
    private static final String GENERAL = "http://localhost.localstack.cloud:4566";

    @Test
    void theVariableOfTheServiceComesBeforeTheGeneralOne() {
        assertThat(of(Map.of("AWS_ENDPOINT_URL", GENERAL))).isEqualTo(GENERAL);
        assertThat(of(Map.of("AWS_ENDPOINT_URL", GENERAL, "AWS_ENDPOINT_URL_S3", " ")))
                .isEqualTo(GENERAL);
        assertThat(of(Map.of("AWS_ENDPOINT_URL", GENERAL, "AWS_ENDPOINT_URL_S3", OWN)))
                .isEqualTo(OWN);
        assertThat(of(Map.of("AWS_ENDPOINT_URL_DYNAMODB", OWN))).isEmpty();
    }

    @Test
    void whatIsNotAnAddressIsReportedWithTheVariableThatHoldsIt() {
        for (String name : new String[] {"AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL"}) {
            for (String value : new String[] {"127.0.0.1:9000", "ftp://host", "http://host/?a"}) {
                Environment variables = new Environment(Map.of(name, value));
                assertThat(AwsEndpoint.of("S3", variables)).isEqualTo(value);
                assertThatThrownBy(variables::check)
                        .isInstanceOf(BadInputException.class)
                        .hasMessageContaining(name + " is " + value + ", expected http://host:port or https://host");
            }
        }
    }

    private static String of(Map<String, String> values) {
        Environment variables = new Environment(values);
        String endpoint = AwsEndpoint.of("S3", variables);
        variables.check();
        return endpoint;
    }
}
