package io.nextcart.functions.api.trial;

import static java.util.Objects.requireNonNull;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/**
 * Names one answer and the model that gave it, so that an event which sends it back is attributed without a stored impression.
 * As text: the variant's first letter, the model's version and 128 random bits in base64url, joined by dots, such as {@code
 * c.20150918T025947Z-1f0c8a2b.Qm9yaW5nIGJ5dGVzIQ0KMQ}; at most 128 characters. Without a model, the version is empty.
 *
 * @param model the version, cut to {@link #MAX_MODEL} characters
 * @param unique 22 characters of {@code A–Z a–z 0–9 - _}
 */
public record RecommendationId(Variant variant, String model, String unique) {
    /** The longest version that is carried whole. */
    public static final int MAX_MODEL = 103;

    private static final int UNIQUE_LENGTH = 22;
    private static final SecureRandom RANDOM = new SecureRandom();

    public RecommendationId {
        requireNonNull(variant, "variant is null");
        requireNonNull(model, "model is null");
        requireNonNull(unique, "unique is null");
        model = carried(model);
    }

    /** A model's version as an id carries it: cut when it is long. */
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

    /** Reads an id that came back; empty when the text is not one of ours. */
    public static Optional<RecommendationId> parse(String text) {
        int last = text.lastIndexOf('.');
        if (last < 2 || text.charAt(1) != '.' || text.length() - last - 1 != UNIQUE_LENGTH) {
            return Optional.empty();
        }
        String unique = text.substring(last + 1);
        String model = last == 2 ? "" : text.substring(2, last);
        if (model.length() > MAX_MODEL || !unique.chars().allMatch(RecommendationId::isBase64Url)) {
            return Optional.empty();
        }
        for (Variant variant : Variant.values()) {
            if (variant.code() == text.charAt(0)) {
                return Optional.of(new RecommendationId(variant, model, unique));
            }
        }
        return Optional.empty();
    }

    @Override
    public String toString() {
        return variant.code() + "." + model + "." + unique;
    }

    private static boolean isBase64Url(int c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    }
}
