package io.nextcart.functions.rollout;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;

/** Runs a handler as Lambda does: configured by its environment, call after call, each a line of input and a line of output. */
final class LambdaMain {
    private LambdaMain() {}

    public static void main(String[] args) throws IOException {
        RequestStreamHandler handler = args[0].equals("models") ? new ModelsFunction() : new RolloutHandler();
        BufferedReader requests = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        for (String request = requests.readLine(); request != null; request = requests.readLine()) {
            handler.handleRequest(new ByteArrayInputStream(request.getBytes(UTF_8)), System.out, null);
            System.out.println();
        }
    }
}
