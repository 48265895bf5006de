package io.nextcart.functions.archive;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.util.Map;

/** The function as Lambda starts it, by variables that a test gives. */
public final class StartedArchiveHandler {
    private StartedArchiveHandler() {}

    public static RequestStreamHandler by(Map<String, String> environment) {
        return new ArchiveHandler(S3LogObjects.open(environment), System.err::println);
    }
}
