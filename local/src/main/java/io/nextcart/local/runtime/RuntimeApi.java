package io.nextcart.local.runtime;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The side of Lambda that one instance of a function talks to, on 127.0.0.1: it asks for the next invocation and posts the
 * answer. When this process ends, so does the connection, and with it the instance.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html">Using the Lambda runtime API</a>
 */
final class RuntimeApi implements Closeable {
    private static final String PREFIX = "/2018-06-01/runtime/";
    private static final Pattern POSTED = Pattern.compile("invocation/([^/]+)/(response|error)");
    private static final byte[] ACCEPTED = "{\"status\":\"OK\"}".getBytes(StandardCharsets.UTF_8);

    private final String name;
    private final ServerSocket server;
    private final LinkedBlockingQueue<Invocation> next = new LinkedBlockingQueue<>();
    private final CompletableFuture<Void> initialised = new CompletableFuture<>();
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Invocation current;

    private RuntimeApi(String name, ServerSocket server) {
        this.name = name;
        this.server = server;
    }

    static RuntimeApi start(String name) throws IOException {
        InetAddress loopback = InetAddress.getByAddress("127.0.0.1", new byte[] {127, 0, 0, 1});
        RuntimeApi api = new RuntimeApi(name, new ServerSocket(0, 8, loopback));
        daemon("runtime-api-" + name, api::accept);
        return api;
    }

    /** What {@code AWS_LAMBDA_RUNTIME_API} says. */
    String address() {
        return "127.0.0.1:" + server.getLocalPort();
    }

    /** Completes when the instance asks for its first invocation; a {@link FunctionException} when it cannot start. */
    CompletableFuture<Void> initialised() {
        return initialised;
    }

    /** Hands an invocation to the instance, one at a time; its answer completes later. */
    void invoke(Invocation invocation) {
        current = invocation;
        next.add(invocation);
        if (server.isClosed()) {
            invocation.fail("function " + name + " has ended");
        }
    }

    /** The instance is gone: whatever waits for it waits in vain. */
    void fail(String reason) {
        initialised.completeExceptionally(new FunctionException(reason));
        Invocation pending = current;
        if (pending != null) {
            pending.fail(reason);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket connection : connections) {
            connection.close();
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket connection = server.accept();
                connection.setTcpNoDelay(true);
                connections.add(connection);
                daemon("runtime-api-" + name + "-connection", () -> serve(connection));
            } catch (IOException e) {
                // closed, or the client was gone before it was there
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            HttpMessages http = new HttpMessages(connection.getInputStream(), connection.getOutputStream());
            for (HttpMessages.Request request = http.read(); request != null; request = http.read()) {
                answer(http, request);
            }
        } catch (IOException | InterruptedException e) {
            // The instance hung up, or this is closed: the process tells the pool.
        } finally {
            connections.remove(connection);
        }
    }

    private void answer(HttpMessages http, HttpMessages.Request request) throws IOException, InterruptedException {
        String call = request.path().startsWith(PREFIX) ? request.path().substring(PREFIX.length()) : "";
        Matcher posted = POSTED.matcher(call);
        if (call.equals("invocation/next")) {
            initialised.complete(null);
            Invocation invocation = next.poll(1, TimeUnit.SECONDS);
            while (invocation == null && !server.isClosed()) {
                invocation = next.poll(1, TimeUnit.SECONDS);
            }
            if (invocation != null) {
                http.write(200, headers(invocation), invocation.event());
            }
        } else if (posted.matches()) {
            // Answered first: who waits for the answer may then reuse the instance.
            http.write(202, Map.of(), ACCEPTED);
            finish(posted.group(1), posted.group(2).equals("error"), request.body());
        } else if (call.equals("init/error")) {
            initialised.completeExceptionally(new FunctionException(
                    "function " + name + " cannot start: " + new String(request.body(), StandardCharsets.UTF_8)));
            http.write(202, Map.of(), ACCEPTED);
        } else {
            http.write(404, Map.of(), "{\"errorMessage\":\"no such call\"}".getBytes(StandardCharsets.UTF_8));
        }
    }

    private void finish(String id, boolean error, byte[] body) {
        Invocation invocation = current;
        if (invocation == null || !invocation.id().equals(id)) {
            return; // an answer that nobody waits for any more
        }
        current = null;
        if (error) {
            invocation.fail("function " + name + " failed: " + new String(body, StandardCharsets.UTF_8));
        } else {
            invocation.answer().complete(body);
        }
    }

    private Map<String, String> headers(Invocation invocation) {
        String trace = UUID.randomUUID().toString().replace("-", "");
        return Map.of(
                "Lambda-Runtime-Aws-Request-Id",
                invocation.id(),
                "Lambda-Runtime-Deadline-Ms",
                Long.toString(invocation.deadlineMs()),
                "Lambda-Runtime-Invoked-Function-Arn",
                "arn:aws:lambda:local:000000000000:function:nextcart-" + name,
                "Lambda-Runtime-Trace-Id",
                "Root=1-" + Long.toHexString(System.currentTimeMillis() / 1000) + "-" + trace.substring(0, 24)
                        + ";Sampled=0");
    }

    private static void daemon(String threadName, Runnable work) {
        Thread thread = new Thread(work, threadName);
        thread.setDaemon(true);
        thread.start();
    }
}
