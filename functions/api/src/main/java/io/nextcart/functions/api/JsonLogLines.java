package io.nextcart.functions.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.logging.Handler;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/**
 * Log records of a Lambda as JSON, one a line: {@code timestamp, level, function, logger, message} and, of what was thrown,
 * {@code error, stack}. Messages name requests by their ids and nobody else.
 */
public final class JsonLogLines extends Handler {
    private static final JsonFactory JSON = new JsonFactory();

    private final String function;
    private final PrintStream out;

    JsonLogLines(String function, PrintStream out) {
        this.function = function;
        this.out = out;
        setFormatter(new SimpleFormatter()); // fills in the parameters of messages
    }

    /** From now on, all of this process logs so, and in no other way. */
    public static void install(String function, PrintStream out) {
        LogManager.getLogManager().reset();
        Logger.getLogger("").addHandler(new JsonLogLines(function, out));
    }

    @Override
    public void publish(LogRecord record) {
        if (!isLoggable(record)) {
            return;
        }
        ByteArrayOutputStream line = new ByteArrayOutputStream(256);
        try (JsonGenerator json = JSON.createGenerator(line)) {
            json.writeStartObject();
            json.writeStringField("timestamp", record.getInstant().toString());
            json.writeStringField("level", record.getLevel().getName());
            json.writeStringField("function", function);
            json.writeStringField("logger", record.getLoggerName());
            json.writeStringField("message", getFormatter().formatMessage(record));
            Throwable thrown = record.getThrown();
            if (thrown != null) {
                StringWriter stack = new StringWriter();
                thrown.printStackTrace(new PrintWriter(stack));
                json.writeStringField("error", thrown.toString());
                json.writeStringField("stack", stack.toString());
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("memory takes every byte", e);
        }
        line.write('\n');
        byte[] bytes = line.toByteArray();
        out.write(bytes, 0, bytes.length);
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
