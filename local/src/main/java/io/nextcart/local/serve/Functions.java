package io.nextcart.local.serve;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.Closeable;

/** The two Lambdas of a shop, however they run. */
interface Functions extends Closeable {
    /** Answers everything about events. */
    RequestStreamHandler events();

    /** Answers everything else. */
    RequestStreamHandler recommend();
}
