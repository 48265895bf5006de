package io.nextcart.local.pipeline;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A connection to a server of this machine that can be cut and restored. While it is cut, every connection breaks at
 * once.
 */
final class CutLine implements AutoCloseable {
    private final ServerSocket near = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final int farPort;
    private volatile boolean cut;

    CutLine(URI far) throws IOException {
        farPort = far.getPort();
        start(this::accept);
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + near.getLocalPort());
    }

    void cut() {
        cut = true;
        open.forEach(CutLine::close);
        open.clear();
    }

    void join() {
        cut = false;
    }

    private void accept() {
        while (!near.isClosed()) {
            try {
                Socket client = near.accept();
                open.add(client);
                if (cut) {
                    close(client);
                    continue;
                }
                Socket server = new Socket(InetAddress.getLoopbackAddress(), farPort);
                open.add(server);
                start(() -> pass(client, server));
                start(() -> pass(server, client));
            } catch (IOException e) {
                open.removeIf(Socket::isClosed); // the line was closed, or the server is gone
            }
        }
    }

    private void pass(Socket from, Socket to) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            in.transferTo(out);
        } catch (IOException e) {
            open.removeIf(Socket::isClosed); // how a connection over a cut line ends
        }
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "line");
        thread.setDaemon(true);
        thread.start();
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new IllegalStateException("a socket of this machine cannot be closed", e);
        }
    }

    @Override
    public void close() throws IOException {
        cut();
        near.close();
    }
}
