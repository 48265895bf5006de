package io.nextcart.functions.api;

import java.io.PrintStream;
import java.time.Clock;
import java.util.Map;

/**
 * What a Lambda tells on its standard output: log records and, unless {@code NEXTCART_METRICS} is {@code off}, one line of
 * metrics per request. {@code NEXTCART_STAGE} keeps the metrics of two shops in one account apart.
 */
public final class FunctionLog {
    private FunctionLog() {}

    /**
     * Log records of the process go to {@code out} from now on.
     *
     * @param function names the Lambda
     */
    public static RequestLog start(String function, Map<String, String> environment, PrintStream out) {
        JsonLogLines.install(function, out);
        return environment.getOrDefault("NEXTCART_METRICS", "on").strip().equals("off")
                ? RequestLog.NONE
                : new EmbeddedMetrics(
                        Metric.namespace(
                                environment.getOrDefault("NEXTCART_STAGE", "").strip()),
                        function,
                        out,
                        Clock.systemUTC());
    }
}
