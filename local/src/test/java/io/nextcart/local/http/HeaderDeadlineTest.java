package io.nextcart.local.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HeaderDeadlineTest {
    private static final Duration LIMIT = Duration.ofMillis(1_500);
    private static final int PAUSE_MS = 100;

    private LoopbackServer server;

    @BeforeEach
    void start() throws IOException {
        server = LoopbackServer.start(
                "trickle", 0, 10, LIMIT, request -> HttpAnswer.problem(404, "Not Found", "nothing is here"));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void headersThatComeByteByByteEndTheConnection() throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\nX-A: ".getBytes(ISO_8859_1));
            long start = System.nanoTime();
            while (isOpenFor(socket, PAUSE_MS) && takes(socket, 'a')) {}
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(LIMIT.minusMillis(PAUSE_MS));
        }
    }

    @Test
    void aConnectionThatIsUsedStays() throws IOException {
        byte[] request = "GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(ISO_8859_1);
        try (Socket socket = connect()) {
            OutputStream out = socket.getOutputStream();
            long end = System.nanoTime() + LIMIT.multipliedBy(2).toNanos();
            while (System.nanoTime() < end) {
                out.write(request);
                assertThat(socket.getInputStream().read()).isEqualTo('H');
                assertThat(isOpenFor(socket, PAUSE_MS)).isTrue();
            }
        }
    }

    private Socket connect() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), server.url().getPort());
    }

    /** Reads what comes until nothing comes for a while; whether the server then still has the connection open. */
    private static boolean isOpenFor(Socket socket, int ms) throws IOException {
        socket.setSoTimeout(ms);
        InputStream in = socket.getInputStream();
        try {
            while (in.read() >= 0) {}
            return false;
        } catch (SocketTimeoutException e) {
            return true;
        } catch (SocketException e) {
            return false;
        }
    }

    private static boolean takes(Socket socket, int more) throws IOException {
        try {
            socket.getOutputStream().write(more);
            return true;
        } catch (SocketException e) {
            return false;
        }
    }
}
