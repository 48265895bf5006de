package io.nextcart.functions.api;

import java.util.List;
import java.util.Random;

/** Generates half-valid requests; the same seed gives the same requests. */
public final class Noise {
    private static final List<String> TEXTS = List.of(
            "a",
            "u",
            "7",
            "007",
            "",
            " ",
            "\u0000",
            "\ud800",
            "\udc00\ud800",
            "😀",
            "é",
            "\uFFFD",
            "%2F",
            "view",
            "addtocart",
            "x".repeat(128),
            "x".repeat(129),
            "2015-06-02T05:02:12Z",
            "true",
            "NaN",
            "-1",
            "1e999",
            ",",
            "a,b,,");
    private static final List<String> SCALARS = List.of(
            "null",
            "true",
            "false",
            "0",
            "1",
            "-1",
            "10",
            "100",
            "101",
            "1.5",
            "1e999",
            "-0.0",
            "1e-400",
            "9223372036854775808",
            "1" + "0".repeat(900),
            "1" + "0".repeat(2000),
            "NaN",
            "\"",
            "{",
            "[",
            "01");

    private final Random random;
    private final List<String> names;

    /** @param names of the calls' fields */
    public Noise(long seed, List<String> names) {
        this.random = new Random(seed);
        this.names = names;
    }

    public <T> T pick(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    /** Text from harmless to hostile. */
    public String text() {
        return pick(TEXTS);
    }

    /** A path segment, encoded well or badly. */
    public String segment() {
        return pick(List.of(
                "u", "a", "7", "%00", "%2F", "%", "%zz", "%C3%A9", "%C3", "é", "..", "x".repeat(129), "%20", ""));
    }

    /** Mostly JSON. */
    public String json(int depth) {
        switch (random.nextInt(depth <= 0 ? 2 : 6)) {
            case 0 -> {
                return pick(SCALARS);
            }
            case 1, 2 -> {
                return '"' + escaped(text()) + '"';
            }
            case 3 -> {
                StringBuilder list = new StringBuilder("[");
                for (int i = random.nextInt(4); i > 0; i--) {
                    list.append(json(depth - 1)).append(i > 1 ? "," : "");
                }
                return list.append(']').toString();
            }
            default -> {
                return object(depth - 1);
            }
        }
    }

    /** An object with known field names. */
    public String object(int depth) {
        StringBuilder object = new StringBuilder("{");
        for (int i = random.nextInt(6); i > 0; i--) {
            object.append('"')
                    .append(pick(names))
                    .append("\":")
                    .append(json(depth))
                    .append(i > 1 ? "," : "");
        }
        return object.append('}').toString();
    }

    /** A call with noise everywhere. */
    public ProxyCall call(List<String> lines) {
        String line = pick(lines);
        while (line.contains("{}")) {
            line = line.replaceFirst("\\{}", java.util.regex.Matcher.quoteReplacement(segment()));
        }
        ProxyCall call = ProxyCall.of(line);
        for (int i = random.nextBoolean() ? 0 : random.nextInt(4); i > 0; i--) {
            call.query(pick(names), text());
        }
        if (random.nextInt(10) == 0) {
            call.header("x-request-id", text());
        }
        if (random.nextInt(20) == 0) {
            byte[] bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            return call.bytes(bytes);
        }
        return call.body(random.nextInt(5) == 0 ? json(3) : object(3));
    }

    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        for (char c : text.toCharArray()) {
            escaped.append(c < ' ' || c > 0x7E ? String.format("\\u%04x", (int) c) : String.valueOf(c));
        }
        return escaped.toString();
    }
}
