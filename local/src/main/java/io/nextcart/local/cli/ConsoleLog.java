package io.nextcart.local.cli;

import io.nextcart.data.FileFault;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** The functions' log for people at a terminal: one line per record; a stack trace only for a likely bug. */
final class ConsoleLog extends Formatter {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

    private ConsoleLog() {}

    /** Sets the format of this process's logs. */
    static void install() {
        for (Handler handler : Logger.getLogger("").getHandlers()) {
            handler.setFormatter(new ConsoleLog());
        }
    }

    @Override
    public String format(LogRecord record) {
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(text);
        LocalTime time = LocalTime.ofInstant(record.getInstant(), ZoneId.systemDefault());
        out.print(TIME.format(time) + " " + record.getLevel() + " " + formatMessage(record));
        Throwable thrown = record.getThrown();
        if (thrown instanceof IOException e) {
            out.print(": " + FileFault.describe(e));
        }
        out.println();
        if (thrown != null && !(thrown instanceof IOException)) {
            thrown.printStackTrace(out);
        }
        return text.toString();
    }
}
