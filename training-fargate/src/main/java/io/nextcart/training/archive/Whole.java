package io.nextcart.training.archive;

import io.nextcart.data.Sha256;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names of the objects that a compaction writes: {@code whole-<generation>-<hash of the lines>.ndjson.gz}. An object
 * never changes under its name. The name sorts after those of all objects that it replaces, which begin with
 * hexadecimal digits or have a lower generation: a reader that lists keys in ascending order and no longer finds those
 * still comes to this one.
 */
final class Whole {
    private static final int HASH_DIGITS = 32;
    private static final Pattern NAME = Pattern.compile(".*/whole-(\\d{8})-([0-9a-f]{32})\\.ndjson\\.gz");

    /** Whole objects before later single ones, since the first of equal events counts. */
    static final Comparator<String> FIRST =
            Comparator.comparing((String key) -> !is(key)).thenComparing(Comparator.naturalOrder());

    private Whole() {}

    /** Whether a compaction wrote the object. */
    static boolean is(String key) {
        return NAME.matcher(key).matches();
    }

    /** Whether these objects of a day are a single one that a compaction wrote. */
    static boolean are(List<String> keys) {
        return keys.size() == 1 && is(keys.get(0));
    }

    /** Whether these objects are a single one that a compaction wrote, with these lines. */
    static boolean are(List<String> keys, byte[] lines) {
        Matcher name = NAME.matcher(keys.get(0));
        return keys.size() == 1 && name.matches() && name.group(2).equals(hash(lines));
    }

    /** The key of the object that replaces others. */
    static String key(String folder, LocalDate day, List<String> replaced, byte[] lines) {
        int newest = replaced.stream().mapToInt(Whole::generation).max().orElse(0);
        return String.format(Locale.ROOT, "%s/dt=%s/whole-%08d-%s.ndjson.gz", folder, day, newest + 1, hash(lines));
    }

    private static int generation(String key) {
        Matcher name = NAME.matcher(key);
        return name.matches() ? Integer.parseInt(name.group(1)) : 0;
    }

    private static String hash(byte[] lines) {
        return Sha256.hex(lines).substring(0, HASH_DIGITS);
    }
}
