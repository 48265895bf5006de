package io.nextcart.local.gateway;

/**
 * Settings of the JDK's HTTP server. It reads them once in a process, when its first server is made: whoever makes one calls
 * {@link #apply()} before.
 */
public final class ServerSettings {
    private ServerSettings() {}

    /** Sets what the command line has not set. */
    public static void apply() {
        set("nodelay", "true"); // else an answer waits 40 ms for the client's acknowledgement
        set("maxReqTime", "10");
        set("maxRspTime", "60");
        set("maxReqHeaders", "100");
        set("maxConnections", "2048");
        set("maxIdleConnections", "512");
    }

    private static void set(String name, String value) {
        String property = "sun.net.httpserver." + name;
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
