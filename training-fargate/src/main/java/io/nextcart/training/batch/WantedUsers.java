package io.nextcart.training.batch;

import io.nextcart.data.BadInputException;
import io.nextcart.data.Ids;
import io.nextcart.data.Progress;
import io.nextcart.data.log.InputFile;
import io.nextcart.training.table.Dictionary;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;

/** The shoppers to recommend for, each once, numbered from 0 in the order of the file. */
final class WantedUsers {
    private static final Set<String> HEADERS = Set.of("userid", "visitorid");

    /** Longest line that is kept whole, in characters; no id is as long. */
    private static final int LONGEST_LINE = 1024;

    private final Dictionary ids = new Dictionary();

    private WantedUsers() {}

    /**
     * Reads a file of ids, plain or gzip, one a line, bare or in double quotes. A first line {@code user_id} or {@code
     * visitorid}, in any case, is a header; empty lines are skipped.
     *
     * @throws BadInputException naming file and line, when a line is not an id
     */
    static WantedUsers read(Path file) {
        WantedUsers users = new WantedUsers();
        try (InputFile input = InputFile.open(file, Progress.NONE)) {
            input.lines(LONGEST_LINE, (text, line, length) -> {
                try {
                    String id = unquoted(text.strip());
                    if (!id.isEmpty() && !(line == 1 && isHeader(id))) {
                        users.ids.number(Ids.check("user_id", id));
                    }
                } catch (IllegalArgumentException e) {
                    throw new BadInputException(InputFile.advised(file + ", line " + line + ": " + e.getMessage()), e);
                }
            });
        }
        if (users.ids.size() == 0) {
            throw new BadInputException(file + ": holds no ids, expected one a line");
        }
        return users;
    }

    private static boolean isHeader(String line) {
        return HEADERS.contains(line.toLowerCase(Locale.ROOT).replaceAll("[_ -]", ""));
    }

    /**
     * The id without the quotes that spreadsheets write, and an id with a comma needs.
     *
     * @throws IllegalArgumentException when there are several columns
     */
    private static String unquoted(String field) {
        boolean isQuoted = field.length() >= 2 && field.startsWith("\"") && field.endsWith("\"");
        String inner = isQuoted ? field.substring(1, field.length() - 1).replace("\"\"", "") : field;
        if (inner.indexOf(isQuoted ? '"' : ',') >= 0) {
            throw new IllegalArgumentException(
                    "holds several columns, expected one id a line, in double quotes when it holds a comma");
        }
        return isQuoted ? field.substring(1, field.length() - 1).replace("\"\"", "\"") : field;
    }

    int size() {
        return ids.size();
    }

    String id(int number) {
        return ids.string(number);
    }

    /** The shopper's number, or −1. */
    int number(String id) {
        return ids.find(id);
    }
}
