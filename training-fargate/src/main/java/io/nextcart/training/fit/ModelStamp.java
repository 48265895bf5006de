package io.nextcart.training.fit;

import io.nextcart.data.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Removes from a CatBoost model file what differs between fits of the same data: the time and a random id. The time
 * becomes the epoch, the id the start of the SHA-256 of the rest, so that equal models are equal files.
 *
 * <p>The file is a FlatBuffer without a checksum. A string in it is its length (4 bytes, little-endian), its bytes, a
 * zero, and padding to 4 bytes; in a key-value pair, the value comes right before the key.
 */
final class ModelStamp {
    private static final int GUID_LENGTH = 32;

    private ModelStamp() {}

    /**
     * Replaces time and id.
     *
     * @return false for a model whose id is so short, once in about a thousand fits, that it changes the layout of the
     *     file; the file stays unchanged, and another fit will have another id
     */
    static boolean erase(Path model) throws IOException {
        byte[] bytes = Files.readAllBytes(model);
        String blank = "0".repeat(GUID_LENGTH);
        if (!replace(bytes, "model_guid", blank, model)
                || !replace(bytes, "train_finish_time", "1970-01-01T00:00:00Z", model)) {
            return false;
        }
        boolean unused = replace(bytes, "model_guid", Sha256.hex(bytes).substring(0, GUID_LENGTH), model);
        Files.write(model, bytes);
        return true;
    }

    private static boolean replace(byte[] bytes, String key, String value, Path model) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int keyAt = find(bytes, buffer, key, model);
        for (int length = 1; length <= 64; length++) {
            int from = keyAt - padded(length);
            if (from >= 4 && buffer.getInt(from - 4) == length && bytes[from + length] == 0) {
                // CatBoost drops leading zeros in the parts of the id, so its length varies, mostly within the padding.
                if (padded(value.length()) != padded(length)) {
                    return false;
                }
                byte[] text = value.getBytes(StandardCharsets.US_ASCII);
                Arrays.fill(bytes, from, keyAt, (byte) 0);
                System.arraycopy(text, 0, bytes, from, text.length);
                buffer.putInt(from - 4, text.length);
                return true;
            }
        }
        throw new IOException(model + ": the value of '" + key + "' is not where CatBoost 1.0.6 puts it");
    }

    /** The position of the length field of a key that must occur once. */
    private static int find(byte[] bytes, ByteBuffer buffer, String key, Path model) throws IOException {
        byte[] name = key.getBytes(StandardCharsets.US_ASCII);
        int found = -1;
        for (int at = 4; at + name.length < bytes.length; at++) {
            if (bytes[at] == name[0]
                    && buffer.getInt(at - 4) == name.length
                    && Arrays.equals(bytes, at, at + name.length, name, 0, name.length)) {
                if (found >= 0) {
                    throw new IOException(model + ": holds the key '" + key + "' twice, expected once");
                }
                found = at - 4;
            }
        }
        if (found < 0) {
            throw new IOException(model + ": has no key '" + key + "', expected a model of CatBoost 1.0.6");
        }
        return found;
    }

    private static int padded(int length) {
        return (length + 1 + 3) & ~3;
    }
}
