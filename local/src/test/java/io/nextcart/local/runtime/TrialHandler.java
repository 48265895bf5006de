package io.nextcart.local.runtime;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Does what the request says, in a JVM that {@link FunctionPool} started. */
public final class TrialHandler implements RequestStreamHandler {
    public TrialHandler() {
        if (System.getenv("TRIAL_FAULT") != null) {
            throw new IllegalStateException("no " + System.getenv("TRIAL_FAULT"));
        }
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        String what = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        switch (what.split(" ", 2)[0]) {
            case "exit" -> Runtime.getRuntime().halt(3);
            case "hang" -> sleep(Long.MAX_VALUE);
            case "sleep" -> sleep(Long.parseLong(what.split(" ", 2)[1]));
            case "throw" -> throw new IOException("as it was asked");
            default -> System.out.println("asked " + what.length());
        }
        out.write((ProcessHandle.current().pid() + " " + what).getBytes(StandardCharsets.UTF_8));
    }

    private static void sleep(long ms) {
        try {
            Thread.sleep(ms);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
