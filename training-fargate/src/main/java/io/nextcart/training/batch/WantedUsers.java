package io.nextcart.training.batch;

import io.nextcart.data.BadInputException;
import io.nextcart.data.Ids;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The shoppers to recommend for, each once, numbered from 0 in the order of the file. */
final class WantedUsers {
    private static final Set<String> HEADERS = Set.of("user_id", "visitorid");

    private final List<String> ids = new ArrayList<>();
    private final Map<String, Integer> numbers = new HashMap<>();

    private WantedUsers() {}

    /**
     * Reads a file: one id a line, UTF-8; a first line {@code user_id} or {@code visitorid} is a header, and empty lines are passed
     * over.
     *
     * @throws BadInputException that names file and line, when a line is no id
     */
    static WantedUsers read(Path file) throws IOException {
        WantedUsers users = new WantedUsers();
        long line = 0;
        try (BufferedReader reader = Files.newBufferedReader(file)) {
            for (String text = reader.readLine(); text != null; text = reader.readLine()) {
                line++;
                String id = text.startsWith("\uFEFF") ? text.substring(1).strip() : text.strip();
                if (id.indexOf(',') >= 0) {
                    throw new IllegalArgumentException("holds a comma, expected one id a line and no other columns");
                }
                if (!id.isEmpty() && !(line == 1 && HEADERS.contains(id))) {
                    users.add(Ids.check("user_id", id));
                }
            }
        } catch (CharacterCodingException e) {
            throw new BadInputException(file + ": is no text in UTF-8, expected one id a line", e);
        } catch (IllegalArgumentException e) {
            throw new BadInputException(file + ", line " + line + ": " + e.getMessage(), e);
        }
        if (users.ids.isEmpty()) {
            throw new BadInputException(file + ": holds no ids, expected one a line");
        }
        return users;
    }

    private void add(String id) {
        if (numbers.putIfAbsent(id, ids.size()) == null) {
            ids.add(id);
        }
    }

    int size() {
        return ids.size();
    }

    String id(int number) {
        return ids.get(number);
    }

    /** The shopper's number, or −1. */
    int number(String id) {
        return numbers.getOrDefault(id, -1);
    }
}
