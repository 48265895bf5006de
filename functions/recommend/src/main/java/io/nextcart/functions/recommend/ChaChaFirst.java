package io.nextcart.functions.recommend;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Arrays;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * TLS that offers ChaCha20-Poly1305 alone until it is told that a server refuses it, then whatever the JDK offers. Lambda's JVM stops at the
 * first compiler, which has no instruction for AES: a bundle of 72 MB takes 2,100 CPU-ms to decrypt by AES-GCM and 600 by
 * ChaCha20. Thread-safe.
 */
final class ChaChaFirst extends SSLSocketFactory {
    private final SSLSocketFactory sockets;
    private volatile boolean refused;

    ChaChaFirst(SSLSocketFactory sockets) {
        this.sockets = requireNonNull(sockets, "sockets is null");
    }

    /** From now on everything is offered. */
    void offerEverything() {
        refused = true;
    }

    @Override
    public String[] getDefaultCipherSuites() {
        return chosen(sockets.getDefaultCipherSuites());
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return sockets.getSupportedCipherSuites();
    }

    @Override
    public Socket createSocket() throws IOException {
        return chosen(sockets.createSocket());
    }

    @Override
    public Socket createSocket(Socket socket, String host, int port, boolean autoClose) throws IOException {
        return chosen(sockets.createSocket(socket, host, port, autoClose));
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return chosen(sockets.createSocket(host, port));
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
        return chosen(sockets.createSocket(host, port, localHost, localPort));
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return chosen(sockets.createSocket(host, port));
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort)
            throws IOException {
        return chosen(sockets.createSocket(address, port, localAddress, localPort));
    }

    private Socket chosen(Socket socket) {
        if (socket instanceof SSLSocket tls) {
            tls.setEnabledCipherSuites(chosen(tls.getEnabledCipherSuites()));
        }
        return socket;
    }

    private String[] chosen(String[] suites) {
        if (refused) {
            return suites;
        }
        String[] chaCha = Arrays.stream(suites)
                .filter(suite -> suite.contains("_CHACHA20_POLY1305_"))
                .toArray(String[]::new);
        return chaCha.length == 0 ? suites : chaCha; // none where a policy forbids it
    }
}
