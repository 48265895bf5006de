package io.nextcart.functions.api.trial;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.Sha256;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Names one answer and the model that gave it, so an event that returns the id can be attributed without a stored
 * impression. As text: the variant's letter, the model's version and 128 random bits in base64url, joined by dots, such
 * as {@code c.20150918T025947Z-1f0c8a2b.Qm9yaW5nIGJ5dGVzIQ0KMQ}; at most 128 characters. Without a model, the version
 * is empty.
 *
 * <p>The id of a list with items that explore ends with {@code _}, where 128 bits end with {@code A}, {@code Q}, {@code g} or
 * {@code w}, and before that has twelve bits of the hash of each, the first {@value #MOST_EXPLORED}.
 *
 * @param model the version, cut to {@link #MAX_MODEL} characters
 * @param unique 22 characters of {@code A–Z a–z 0–9 - _}
 */
public record RecommendationId(Variant variant, String model, String unique) {
    /** The longest version that fits uncut. */
    public static final int MAX_MODEL = 103;

    private static final Pattern FORM =
            Pattern.compile("[a-z]\\.(.{0," + MAX_MODEL + "})\\.([A-Za-z0-9_-]{22})", Pattern.DOTALL);
    private static final SecureRandom RANDOM = new SecureRandom();

    private static final String EXPLORES = "_";
    private static final int MOST_EXPLORED = 4;
    private static final int MARK = 2;
    private static final int LENGTH = 22;

    public RecommendationId {
        requireNonNull(variant, "variant is null");
        requireNonNull(model, "model is null");
        requireNonNull(unique, "unique is null");
        model = carried(model);
    }

    /** A model's version as ids contain it, cut if too long. */
    public static String carried(String model) {
        return model.length() <= MAX_MODEL ? model : model.substring(0, MAX_MODEL);
    }

    /** A new id. */
    public static RecommendationId next(Variant variant, String model) {
        byte[] bits = new byte[16];
        RANDOM.nextBytes(bits);
        return new RecommendationId(
                variant, model, Base64.getUrlEncoder().withoutPadding().encodeToString(bits));
    }

    /**
     * The same, of a list in which some items explore.
     *
     * @param items their ids; none leaves the id as it is
     */
    public RecommendationId exploring(List<String> items) {
        if (items.isEmpty()) {
            return this;
        }
        String marks =
                items.stream().limit(MOST_EXPLORED).map(RecommendationId::mark).collect(Collectors.joining());
        return new RecommendationId(
                variant, model, unique.substring(0, LENGTH - marks.length() - 1) + marks + EXPLORES);
    }

    /** Whether some items of the list explore. */
    public boolean explores() {
        return unique.endsWith(EXPLORES);
    }

    /** Whether an item of the list is one of those; wrong for one in 1,000 of the others of such a list. */
    public boolean explores(String itemId) {
        if (!explores()) {
            return false;
        }
        String mark = mark(itemId);
        boolean found = false;
        for (int at = LENGTH - 1 - MOST_EXPLORED * MARK; at < LENGTH - 1; at += MARK) {
            found |= unique.startsWith(mark, at);
        }
        return found;
    }

    private static String mark(String itemId) {
        return Base64.getUrlEncoder().encodeToString(Sha256.of(itemId)).substring(0, MARK);
    }

    /** Parses a returned id; empty when it is not one of ours. */
    public static Optional<RecommendationId> parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        return Arrays.stream(Variant.values())
                .filter(variant -> variant.code() == text.charAt(0))
                .findFirst()
                .map(variant -> new RecommendationId(variant, parts.group(1), parts.group(2)));
    }

    @Override
    public String toString() {
        return variant.code() + "." + model + "." + unique;
    }
}
