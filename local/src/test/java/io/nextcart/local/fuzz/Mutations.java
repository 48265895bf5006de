package io.nextcart.local.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Damaged copies of inputs; the same seed gives the same ones. */
final class Mutations {
    private static final List<String> WORDS = List.of(
            "\0",
            "\n",
            "\r\n",
            "\"",
            "\\",
            ",",
            "{",
            "}",
            "[",
            "]",
            "null",
            "-1",
            "1e999",
            "9223372036854775808",
            "NaN",
            "\\ud800",
            "\uFFFD",
            "e\u0301",
            "\u202E",
            "../",
            "%0d%0a",
            "${x}",
            "<!DOCTYPE a>");

    private final Random random;
    private final List<byte[]> from;

    Mutations(long seed, List<byte[]> from) {
        this.random = new Random(seed);
        this.from = from;
    }

    byte[] next() {
        byte[] input = from.get(random.nextInt(from.size()));
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            input = mutated(input);
        }
        return input;
    }

    private byte[] mutated(byte[] input) {
        int at = random.nextInt(input.length + 1);
        int end = Math.min(input.length, at + 1 + random.nextInt(8));
        byte[] none = {};
        return switch (random.nextInt(6)) {
            case 0 -> joined(input, at, none, end);
            case 1 -> joined(input, at, WORDS.get(random.nextInt(WORDS.size())).getBytes(StandardCharsets.UTF_8), at);
            case 2 -> joined(input, at, Arrays.copyOfRange(input, at, end), at);
            case 3 -> joined(input, at, new byte[] {(byte) random.nextInt(256)}, end);
            case 4 -> Arrays.copyOf(input, at);
            default -> {
                byte[] other = from.get(random.nextInt(from.size()));
                yield joined(
                        input, at, Arrays.copyOfRange(other, Math.min(at, other.length), other.length), input.length);
            }
        };
    }

    private static byte[] joined(byte[] input, int to, byte[] between, int from) {
        byte[] joined = Arrays.copyOf(input, to + between.length + input.length - from);
        System.arraycopy(between, 0, joined, to, between.length);
        System.arraycopy(input, from, joined, to + between.length, input.length - from);
        return joined;
    }
}
