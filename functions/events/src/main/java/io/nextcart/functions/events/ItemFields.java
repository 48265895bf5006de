package io.nextcart.functions.events;

import io.nextcart.data.ItemId;
import io.nextcart.functions.api.ApiRequest;
import io.nextcart.functions.api.Fields;
import io.nextcart.functions.api.JsonBody;
import io.nextcart.functions.store.CatalogueItem;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads what a shop says of an item. Every fault is named. */
final class ItemFields {
    static final int MAX_TITLE = 500;
    static final int MAX_IMAGE_URL = 2000;

    private final Fields fields;

    private ItemFields(Fields fields) {
        this.fields = fields;
    }

    /**
     * The change that a request asks for.
     *
     * @throws io.nextcart.functions.api.ProblemException 400 with every fault, also when nothing is said
     */
    static CatalogueItem read(ApiRequest request, long nowMs) {
        Fields fields = Fields.ofJson(JsonBody.object(request));
        ItemFields item = new ItemFields(fields);
        String id = fields.pathId(request, "item_id");
        Boolean available = fields.raw("available") == null ? null : fields.flag("available");
        String category = fields.id("category");
        Double price = fields.raw("price") == null ? null : item.price();
        String title = item.text("title", MAX_TITLE);
        String imageUrl = item.imageUrl();
        fields.check();
        if (available == null && category == null && price == null && title == null && imageUrl == null) {
            fields.reject("body", "says nothing, expected available, category, price, title or image_url");
            fields.check();
        }
        return new CatalogueItem(new ItemId(id), available, category, price, title, imageUrl, nowMs);
    }

    private double price() {
        double price = fields.raw("price") instanceof Number number ? number.doubleValue() : Double.NaN;
        if (Double.isFinite(price) && price >= 0) {
            return price + 0.0; // no -0.0
        }
        fields.reject("price", "expected a number, 0 or more");
        return 0;
    }

    private @Nullable String text(String field, int max) {
        Object value = fields.raw(field);
        if (value == null) {
            return null;
        }
        if (!(value instanceof String text) || !isUnicode(text)) {
            fields.reject(field, "expected text");
            return null;
        }
        if (text.isEmpty() || text.length() > max) {
            fields.reject(field, "has " + text.length() + " characters, expected 1 to " + max);
            return null;
        }
        return text;
    }

    private @Nullable String imageUrl() {
        String url = text("image_url", MAX_IMAGE_URL);
        if (url != null && !isWebAddress(url)) {
            fields.reject("image_url", "expected an address that starts with https:// or http://");
            return null;
        }
        return url;
    }

    private static boolean isWebAddress(String url) {
        try {
            URI uri = new URI(url);
            String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
            return (scheme.equals("http") || scheme.equals("https")) && uri.getRawAuthority() != null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /** Whether it can be written as UTF-8: no half of a surrogate pair. */
    private static boolean isUnicode(String text) {
        return text.codePoints().noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }
}
