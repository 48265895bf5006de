package io.nextcart.local.serve;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.Closeable;
import java.io.IOException;

/**
 * The two Lambdas of a shop, however they run.
 *
 * @param events answers everything about events
 * @param recommend answers everything else
 * @param running ends them
 */
record Functions(RequestStreamHandler events, RequestStreamHandler recommend, Closeable running) implements Closeable {
    @Override
    public void close() throws IOException {
        running.close();
    }
}
