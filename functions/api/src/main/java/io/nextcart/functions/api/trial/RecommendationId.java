package io.nextcart.functions.api.trial;

import static java.util.Objects.requireNonNull;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names one answer and the model that gave it, so an event that returns the id can be attributed without a stored
 * impression. As text: the variant's letter, the model's version and 128 random bits in base64url, joined by dots, such
 * as {@code c.20150918T025947Z-1f0c8a2b.Qm9yaW5nIGJ5dGVzIQ0KMQ}; at most 128 characters. Without a model, the version
 * is empty.
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
