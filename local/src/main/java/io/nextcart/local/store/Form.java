package io.nextcart.local.store;

import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.ToIntFunction;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;
import org.h2.mvstore.type.StringDataType;
import org.jspecify.annotations.Nullable;

/** How rows of one kind are ordered and encoded: their parts in sequence, untagged. */
final class Form<T> extends BasicDataType<T> {
    private static final int OBJECT_BYTES = 96;

    private final IntFunction<T[]> array;
    private final @Nullable Comparator<T> order;
    private final ToIntFunction<T> characters;
    private final BiConsumer<WriteBuffer, T> writer;
    private final Function<ByteBuffer, T> reader;

    /**
     * @param order of keys; null for values
     * @param characters total length of a row's texts
     */
    Form(
            IntFunction<T[]> array,
            @Nullable Comparator<T> order,
            ToIntFunction<T> characters,
            BiConsumer<WriteBuffer, T> writer,
            Function<ByteBuffer, T> reader) {
        this.array = array;
        this.order = order;
        this.characters = characters;
        this.writer = writer;
        this.reader = reader;
    }

    @Override
    public int compare(T a, T b) {
        return order == null ? super.compare(a, b) : order.compare(a, b);
    }

    @Override
    public int getMemory(T row) {
        return OBJECT_BYTES + 2 * characters.applyAsInt(row);
    }

    @Override
    public void write(WriteBuffer into, T row) {
        writer.accept(into, row);
    }

    @Override
    public T read(ByteBuffer from) {
        return reader.apply(from);
    }

    @Override
    public T[] createStorage(int size) {
        return array.apply(size);
    }

    /** Writes a text with its length; writes nothing for null, which the row must record elsewhere. */
    static void text(WriteBuffer into, @Nullable String text) {
        if (text != null) {
            StringDataType.INSTANCE.write(into, text);
        }
    }

    static String text(ByteBuffer from) {
        return StringDataType.INSTANCE.read(from);
    }

    /** Reads a text that is present only when its bit is set in {@code parts}. */
    static @Nullable String text(ByteBuffer from, int parts, int bit) {
        return (parts & bit) == 0 ? null : text(from);
    }

    static int length(@Nullable String text) {
        return text == null ? 0 : text.length();
    }

    /** The bit of a part that is present, else 0. */
    static int bit(@Nullable Object part, int bit) {
        return part == null ? 0 : bit;
    }
}
