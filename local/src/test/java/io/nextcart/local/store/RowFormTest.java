package io.nextcart.local.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextcart.data.EventType;
import io.nextcart.data.log.CatalogueItem;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;
import org.h2.mvstore.WriteBuffer;
import org.junit.jupiter.api.Test;

/** The encoding of rows is a format: every version of the file has these bytes. */
class RowFormTest {
    @Test
    void typesOfEventsAreStoredByCodesThatNeverChange() {
        holds(EventRow.FORM, "00" + "0161", new EventRow(EventType.VIEW, "a", null, null, null, null, null));
        holds(EventRow.FORM, "01" + "0162", new EventRow(EventType.ADD_TO_CART, "b", null, null, null, null, null));
        holds(EventRow.FORM, "02" + "0163", new EventRow(EventType.TRANSACTION, "c", null, null, null, null, null));
    }

    @Test
    void optionalPartsOfAnEventFollowInOrder() {
        holds(
                EventRow.FORM,
                "3e" + "0163" + "026531" + "0174" + "4004000000000000" + "0172",
                new EventRow(EventType.TRANSACTION, "c", "e1", "t", 2.5, "r", null));
        holds(
                EventRow.FORM,
                "60" + "0163" + "0172" + "0170",
                new EventRow(EventType.VIEW, "c", null, null, null, "r", "p"));
    }

    @Test
    void itemsAreStoredByWhatIsSaidAboutThem() {
        holds(ItemRow.FORM, "00", new ItemRow(null, null, null, null, null, Set.of(), false));
        holds(ItemRow.FORM, "02", new ItemRow(false, null, null, null, null, Set.of(), false));
        holds(
                ItemRow.FORM,
                "3d" + "0178" + "4004000000000000" + "0154" + "0175",
                new ItemRow(true, "x", 2.5, "T", "u", Set.of(), false));
        holds(
                ItemRow.FORM,
                "41" + "12",
                new ItemRow(
                        true,
                        null,
                        null,
                        null,
                        null,
                        Set.of(CatalogueItem.Part.CATEGORY, CatalogueItem.Part.IMAGE_URL),
                        false));
        holds(
                ItemRow.FORM,
                "c0" + "1f",
                new ItemRow(null, null, null, null, null, Set.of(CatalogueItem.Part.values()), true));
    }

    @Test
    void keysAreStoredPartByPart() {
        holds(EventRow.Key.FORM, "0175" + "ac02" + "05" + "016b", new EventRow.Key("u", 300, 5, "k"));
        holds(EventRow.Id.FORM, "0175" + "016b", new EventRow.Id("u", "k"));
        holds(ItemRow.Key.FORM, "ac02" + "0169", new ItemRow.Key(300, "i"));
    }

    private static <T> void holds(Form<T> form, String hex, T row) {
        WriteBuffer into = new WriteBuffer();
        form.write(into, row);
        byte[] written = Arrays.copyOf(into.getBuffer().array(), into.position());
        assertThat(HexFormat.of().formatHex(written)).isEqualTo(hex);
        assertThat(form.read(ByteBuffer.wrap(HexFormat.of().parseHex(hex)))).isEqualTo(row);
    }
}
