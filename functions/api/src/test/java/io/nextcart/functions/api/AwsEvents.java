package io.nextcart.functions.api;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent.ProxyRequestContext;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent.RequestIdentity;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Calls a handler with AWS's event class, serialised by AWS's runtime, and parses the response as the runtime does. */
public final class AwsEvents {
    private AwsEvents() {}

    /** An event with every field that API Gateway fills. */
    public static APIGatewayProxyRequestEvent full(String method, String path) {
        RequestIdentity identity = new RequestIdentity()
                .withAccountId("a")
                .withApiKey("k")
                .withCaller("c")
                .withSourceIp("192.0.2.1")
                .withUser("u")
                .withUserAgent("agent")
                .withUserArn("arn");
        ProxyRequestContext context = new ProxyRequestContext()
                .withAccountId("123456789012")
                .withApiId("api")
                .withDomainName("shop.example")
                .withDomainPrefix("shop")
                .withExtendedRequestId("extended")
                .withHttpMethod("TRACE")
                .withIdentity(identity)
                .withOperationName("operation")
                .withPath("/prod/else")
                .withProtocol("HTTP/1.1")
                .withRequestId("gateway-1")
                .withRequestTime("18/Sep/2015:02:59:47 +0000")
                .withRequestTimeEpoch(1_442_545_187_000L)
                .withResourceId("resource")
                .withResourcePath("/{proxy+}")
                .withStage("prod");
        context.setAuthorizer(Map.of("claims", Map.of("requestId", "not this one"), "list", List.of(1, 2)));
        return new APIGatewayProxyRequestEvent()
                .withVersion("1.0")
                .withResource("/{proxy+}")
                .withPath(path)
                .withHttpMethod(method)
                .withHeaders(Map.of("Accept", "*/*"))
                .withMultiValueHeaders(Map.of("Accept", List.of("*/*")))
                .withPathParameters(Map.of("proxy", path))
                .withStageVariables(Map.of("path", "/not/this/one"))
                .withRequestContext(context)
                .withIsBase64Encoded(false);
    }

    /** Sends an event to a handler and returns its response. */
    public static APIGatewayProxyResponseEvent send(APIGatewayProxyRequestEvent event, RequestStreamHandler handler)
            throws IOException {
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        serializer(APIGatewayProxyRequestEvent.class).toJson(event, json);
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        handler.handleRequest(new ByteArrayInputStream(json.toByteArray()), answer, null);
        return serializer(APIGatewayProxyResponseEvent.class).fromJson(new ByteArrayInputStream(answer.toByteArray()));
    }

    private static <T> PojoSerializer<T> serializer(Class<T> type) {
        return LambdaEventSerializers.serializerFor(type, AwsEvents.class.getClassLoader());
    }
}
