import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** An event store that knows nobody. */
final class EventsOfNobody implements AutoCloseable {
    private final ServerSocket server = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());

    EventsOfNobody() throws IOException {
        Thread thread = new Thread(this::serve, "events");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return server.getLocalPort();
    }

    private void serve() {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                socket.setTcpNoDelay(true);
                OutputStream out = socket.getOutputStream();
                while (Http.body(socket.getInputStream()) != null) {
                    out.write("HTTP/1.1 200 OK\r\nContent-Length: 13\r\n\r\n{\"events\":[]}"
                            .getBytes(StandardCharsets.ISO_8859_1));
                }
            } catch (IOException e) {
                // closed, or the client is gone
            }
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
