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
 * What a Lambda prints on its standard output: log records as JSON, one a line, and one line of metrics per request. A record
 * has {@code timestamp, level, function, logger, message} and, of what was thrown, {@code error, stack}. Messages name requests by
 * their ids and nobody else.
 */
public final class FunctionLog extends Handler {
    private final String function;
    private final PrintStream out;

    FunctionLog(String function, PrintStream out) {
        this.function = function;
        this.out = out;
        setFormatter(new SimpleFormatter()); // fills in the parameters of messages
    }

    /**
     * From now on, this process logs to {@code out}, and in no other way.
     *
     * @param function names the Lambda
     * @param environment {@code NEXTCART_METRICS} is {@code off} for no metrics, {@code routes} for metrics by route as well; {@code
     *     NEXTCART_STAGE} keeps the metrics of two shops in one account apart
     * @return where requests are logged
     * @throws IllegalArgumentException when {@code NEXTCART_METRICS} is something else
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
        out.writeBytes(line.toLine()); // in one piece: Lambda makes one entry of its log from it
        out.flush();
    }

    @Override
    public void flush() {
        out.flush();
    }

    @Override
    public void close() {
        out.flush(); // the stream is the process's
    }
}
