import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Speaks the runtime API over whatever connections the client opens, one request after the other. */
final class RuntimeSide {
    private static final int TICKS_PER_SECOND = 100;

    private final ServerSocket api;
    private final long pid;
    private Socket socket;
    private double before;

    RuntimeSide(ServerSocket api, long pid) {
        this.api = api;
        this.pid = pid;
    }

    /** Waits until the function asks for its first request; the CPU time until then. */
    double next() throws IOException {
        request();
        before = cpuMs(pid);
        return before;
    }

    /** Hands a request over and waits until it is answered and the next one asked for; the CPU time in between. */
    double answer(int number) throws IOException {
        String body = "{\\\"k\\\":20,\\\"user_id\\\":\\\"u" + number + "\\\",\\\"session\\\":[{\\\"item_id\\\":\\\"1\\\"}]}";
        String event = "{\"httpMethod\":\"POST\",\"path\":\"/v1/recommendations\",\"headers\":{\"Accept\":\"*/*\"},"
                + "\"requestContext\":{\"requestId\":\"r" + number + "\"},\"body\":\"" + body + "\",\"isBase64Encoded\":false}";
        send(
                "200 OK",
                "Lambda-Runtime-Aws-Request-Id: r" + number + "\r\nLambda-Runtime-Deadline-Ms: "
                        + (System.currentTimeMillis() + 29_000)
                        + "\r\nLambda-Runtime-Invoked-Function-Arn: arn:aws:lambda:local:0:function:x"
                        + "\r\nLambda-Runtime-Trace-Id: Root=1-0-0;Sampled=0\r\nContent-Type: application/json\r\n",
                event);
        String answer = request();
        if (!answer.contains("\"statusCode\":200")) {
            throw new IOException("answered " + answer);
        }
        send("202 Accepted", "", "{}");
        request();
        double now = cpuMs(pid);
        double cost = now - before;
        before = now;
        return cost;
    }

    /** Waits until the process uses no CPU time any more; all that it has used. */
    double untilIdle() throws IOException, InterruptedException {
        double last = -1_000;
        double now = cpuMs(pid);
        while (now - last > 5) {
            Thread.sleep(1_000);
            last = now;
            now = cpuMs(pid);
        }
        return now;
    }

    private void send(String status, String headers, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        String head = "HTTP/1.1 " + status + "\r\n" + headers + "Content-Length: " + bytes.length + "\r\n\r\n";
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(head.getBytes(StandardCharsets.ISO_8859_1));
        all.writeBytes(bytes);
        all.writeTo(socket.getOutputStream());
    }

    /** The body of the next request, on the same connection or another one. */
    private String request() throws IOException {
        while (true) {
            if (socket == null) {
                socket = api.accept();
                socket.setTcpNoDelay(true);
            }
            String body = Http.body(socket.getInputStream());
            if (body != null) {
                return body;
            }
            socket = null;
        }
    }

    /** User and system time of a process so far, in milliseconds, in steps of the kernel's tick where it has no better. */
    private static double cpuMs(long pid) throws IOException {
        double ms = 0;
        // /proc/…/schedstat counts nanoseconds, a thread each; threads that ended are in stat only.
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        double ticks = (Double.parseDouble(fields[11]) + Double.parseDouble(fields[12])) * 1000 / TICKS_PER_SECOND;
        try (Stream<Path> threads = Files.list(Path.of("/proc/" + pid + "/task"))) {
            for (Path thread : threads.toList()) {
                ms += Double.parseDouble(Files.readString(thread.resolve("schedstat")).split(" ")[0]) / 1e6;
            }
        }
        return Math.max(ms, ticks - 1000.0 / TICKS_PER_SECOND);
    }
}
