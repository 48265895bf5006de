package io.nextcart.functions.api;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Percent-encoding of path segments, <a href="https://www.rfc-editor.org/rfc/rfc3986#section-2.1">RFC 3986</a>. */
final class Percent {
    private Percent() {}

    /** Decodes once, or returns null when the text is no percent-encoded UTF-8. A plus stays a plus. */
    static @Nullable String decode(String segment) {
        if (segment.indexOf('%') < 0) {
            return segment;
        }
        byte[] text = segment.getBytes(StandardCharsets.UTF_8);
        byte[] decoded = new byte[text.length];
        int size = 0;
        for (int i = 0; i < text.length; i++) {
            byte b = text[i];
            if (b == '%') {
                int high = i + 2 < text.length ? Character.digit(text[i + 1], 16) : -1;
                int low = high < 0 ? -1 : Character.digit(text[i + 2], 16);
                if (low < 0) {
                    return null;
                }
                b = (byte) (high << 4 | low);
                i += 2;
            }
            decoded[size++] = b;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(decoded, 0, size))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
