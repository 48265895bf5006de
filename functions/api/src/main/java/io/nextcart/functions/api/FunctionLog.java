package io.nextcart.functions.api;

import io.nextcart.store.document.JsonFields;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/**
 * What a Lambda prints to standard output: log records as JSON lines, and one line of metrics per request. A record has
 * {@code timestamp, level, function, logger, message} and, with an exception, {@code error, stack}. Messages identify
 * requests by id, and no shoppers.
 */
public final class FunctionLog extends Handler {
    private final String function;
    private final PrintStream out;

    FunctionLog(String function, PrintStream out) {
        this.function = function;
        this.out = out;
        setFormatter(new SimpleFormatter()); // inserts the parameters of messages
    }

    /**
     * Makes this process log only to {@code out}.
     *
     * @param function names the Lambda
     * @param environment {@code NEXTCART_METRICS} is {@code off} for no metrics, {@code routes} for metrics by route as
     *     well; {@code NEXTCART_STAGE} separates the metrics of two shops in one account
     * @return where to log requests
     * @throws IllegalArgumentException when {@code NEXTCART_METRICS} has another value
     */
    public static RequestLog start(String function, Map<String, String> environment, PrintStream out) {
        LogManager.getLogManager().reset();
        Logger.getLogger("").addHandler(new FunctionLog(function, out));
        String metrics = environment.getOrDefault("NEXTCART_METRICS", "on").strip();
        if (metrics.equals("off")) {
            return RequestLog.NONE;
        }
        if (!metrics.equals("on") && !metrics.equals("routes")) {
            throw new IllegalArgumentException("NEXTCART_METRICS is '" + metrics + "', expected on, off or routes");
        }
        String stage = environment.getOrDefault("NEXTCART_STAGE", "").strip();
        String version = environment.getOrDefault("AWS_LAMBDA_FUNCTION_VERSION", "");
        return new EmbeddedMetrics(
                Metric.namespace(stage), function, version, metrics.equals("routes"), out, Clock.systemUTC());
    }

    @Override
    public void publish(LogRecord record) {
        if (!isLoggable(record)) {
            return;
        }
        JsonFields line = new JsonFields()
                .put("timestamp", record.getInstant().toString())
                .put("level", record.getLevel().getName())
                .put("function", function)
                .put("logger", record.getLoggerName())
                .put("message", getFormatter().formatMessage(record));
        Throwable thrown = record.getThrown();
        if (thrown != null) {
            StringWriter stack = new StringWriter();
            thrown.printStackTrace(new PrintWriter(stack));
            line.put("error", thrown.toString()).put("stack", stack.toString());
        }
        out.writeBytes(line.toLine()); // in one write: Lambda makes one log entry of it
        out.flush();
    }

    @Override
    public void flush() {
        out.flush();
    }

    @Override
    public void close() {
        out.flush(); // the stream belongs to the process
    }
}
