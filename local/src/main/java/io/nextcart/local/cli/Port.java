package io.nextcart.local.cli;

import io.nextcart.data.BadInputException;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** The setting {@code --port}. */
final class Port {
    private Port() {}

    /**
     * Checks that a port is available.
     *
     * @param port 0 takes any free one
     * @throws BadInputException when it is out of range, taken, or not allowed
     */
    static void check(int port) throws IOException {
        if (port < 0 || port > 65_535) {
            throw new BadInputException("--port is " + port + ", expected 0 to 65535");
        }
        try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            probe.getLocalPort();
        } catch (BindException e) {
            throw taken(port, e);
        }
    }

    static BadInputException taken(int port, BindException cause) {
        return new BadInputException(
                "port " + port + " of 127.0.0.1 is in use or not allowed; choose another with --port", cause);
    }
}
