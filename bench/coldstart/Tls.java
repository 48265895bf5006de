import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/** Servers that speak HTTP, or TLS as AWS's do: 1.3, with AES-128 where the client takes it. */
final class Tls {
    private static final char[] PASSWORD = "changeit".toCharArray();

    private Tls() {}

    /** A server still to be started; its key is in a file, or null for plain HTTP. */
    static HttpServer server(Path key) throws IOException {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        HttpServer server = key == null ? HttpServer.create(any, 8) : HttpsServer.create(any, 8);
        if (server instanceof HttpsServer tls) {
            tls.setHttpsConfigurator(new HttpsConfigurator(context(key)) {
                @Override
                public void configure(HttpsParameters parameters) {
                    SSLParameters mine = getSSLContext().getDefaultSSLParameters();
                    mine.setProtocols(new String[] {"TLSv1.3"});
                    mine.setCipherSuites(new String[] {
                        "TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256"
                    });
                    mine.setUseCipherSuitesOrder(true);
                    parameters.setSSLParameters(mine);
                }
            });
        }
        server.setExecutor(Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, "server");
            thread.setDaemon(true);
            return thread;
        }));
        return server;
    }

    /** Where a server is. */
    static String endpoint(HttpServer server) {
        return (server instanceof HttpsServer ? "https" : "http") + "://127.0.0.1:" + server.getAddress().getPort();
    }

    private static SSLContext context(Path key) throws IOException {
        try {
            KeyStore store = KeyStore.getInstance(key.toFile(), PASSWORD);
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, PASSWORD);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException(key + ": " + e, e);
        }
    }
}
