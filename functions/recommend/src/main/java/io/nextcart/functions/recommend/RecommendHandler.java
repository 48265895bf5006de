package io.nextcart.functions.recommend;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** The Lambda behind the calls that recommend. */
public final class RecommendHandler implements RequestStreamHandler {
    public RecommendHandler(RecommendService service) {}

    @Override
    public void handleRequest(InputStream in, OutputStream out, @Nullable Context context) throws IOException {
        throw new IOException("not written yet");
    }
}
