package io.nextcart.functions.recommend;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

class S3RequestsTest {
    @ParameterizedTest
    @CsvSource({
        "us-east-1, https://shop.s3.us-east-1.amazonaws.com/",
        "eu-central-1, https://shop.s3.eu-central-1.amazonaws.com/",
        "us-gov-west-1, https://shop.s3.us-gov-west-1.amazonaws.com/",
        "cn-north-1, https://shop.s3.cn-north-1.amazonaws.com.cn/",
        "eusc-de-east-1, https://shop.s3.eusc-de-east-1.amazonaws.eu/",
        "xx-new-1, https://shop.s3.xx-new-1.amazonaws.com/",
    })
    void aBucketOfAwsHasAHostOfItsOwn(String region, String expected) {
        assertThat(S3Requests.bucketOfAws("shop", region)).hasToString(expected);
    }

    @Test
    void aBucketWithDotsIsAPath() {
        assertThat(S3Requests.bucketOfAws("shop.example.com", "eu-west-1"))
                .hasToString("https://s3.eu-west-1.amazonaws.com/shop.example.com/");
    }

    @Test
    void aBucketOfAnotherServerIsAPath() {
        for (String endpoint : new String[] {"http://127.0.0.1:9000", "http://127.0.0.1:9000/"}) {
            assertThat(S3Requests.bucketAt(endpoint, "shop")).hasToString("http://127.0.0.1:9000/shop/");
        }
    }

    @Test
    void whatSignaturesWantEscapedIs() {
        S3Requests requests = new S3Requests(
                S3Requests.bucketOfAws("shop", "eu-west-1"),
                "eu-west-1",
                () -> AwsCredentialsIdentity.create("key", "secret"),
                Duration.ofSeconds(1),
                Duration.ofSeconds(1));
        assertThat(requests.object("a_b.c-d/dt=1+2/x"))
                .hasToString("https://shop.s3.eu-west-1.amazonaws.com/a_b.c-d/dt%3D1%2B2/x");
    }
}
