package io.nextcart.data.log;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Normalises values in files of items and categories, as shops, spreadsheets and data frames write them. */
public final class CatalogueValues {
    private static final String ADDRESS = "expected an address that starts with https:// or http://";

    private static final String HOST = "expected a host behind //, and digits up to 65535 where a port follows it";
    /** A host, perhaps behind a user, perhaps before a port (RFC 3986, section 3.2). */
    private static final Pattern AUTHORITY =
            Pattern.compile("(?:[^@]*@)?(?:\\[[^]]+]|[^@:\\[\\]]+)(?::(?<port>\\d{0,5}))?");

    private static final int LAST_PORT = 65_535;

    private static final Map<String, String> PROPERTIES = Map.of(
            "categoryid", RetailRocket.CATEGORY_PROPERTY,
            "category", RetailRocket.CATEGORY_PROPERTY,
            "available", RetailRocket.AVAILABLE_PROPERTY,
            "availability", RetailRocket.AVAILABLE_PROPERTY,
            "790", RetailRocket.PRICE_PROPERTY,
            "price", RetailRocket.PRICE_PROPERTY);
    private static final Set<String> YES = Set.of("1", "1.0", "true", "yes", "instock");
    private static final Set<String> NO = Set.of("0", "0.0", "false", "no", "outofstock");
    private static final Set<String> MISSING = Set.of("", "nan", "null", "none", "na", "n/a", "<na>");
    private static final int LONGEST_MISSING = 4;
    private static final Pattern WHOLE_AS_DECIMAL = Pattern.compile("\\d+\\.0+");

    private CatalogueValues() {}

    /** The name that training uses for a property; unchanged when training does not use it. */
    static String property(String name) {
        String known = PROPERTIES.get(name);
        if (known != null || Character.isDigit(name.charAt(0))) {
            return known == null ? name : known; // fast path: most rows of a large file have numbered properties
        }
        return PROPERTIES.getOrDefault(folded(name), name);
    }

    /** Whether a text stands for a missing value, such as {@code NaN}. */
    static boolean isMissing(String text) {
        return text.length() <= LONGEST_MISSING && MISSING.contains(text.toLowerCase(Locale.ROOT));
    }

    /** The category ids in a text, separated by bars, without repeats, in order. */
    public static List<String> categories(String text) {
        if (!text.contains(CatalogueItem.BETWEEN_CATEGORIES)) {
            String id = category(text);
            return id.isEmpty() ? List.of() : List.of(id);
        }
        return Arrays.stream(text.split(Pattern.quote(CatalogueItem.BETWEEN_CATEGORIES)))
                .map(CatalogueValues::category)
                .filter(id -> !isMissing(id))
                .distinct()
                .toList();
    }

    /** A category id; {@code 100.0}, as numeric columns with gaps are written, becomes 100. */
    static String category(String text) {
        String id = text.strip();
        return id.indexOf('.') > 0 && WHOLE_AS_DECIMAL.matcher(id).matches() ? id.substring(0, id.indexOf('.')) : id;
    }

    /**
     * The value of a property in the form that training reads; empty when it is missing.
     *
     * @param property as {@link #property} names it
     * @throws IllegalArgumentException with the value and what was expected
     */
    static String value(String property, String text) {
        if (isMissing(text.strip())) {
            return "";
        }
        switch (property) {
            case RetailRocket.CATEGORY_PROPERTY -> {
                return String.join(CatalogueItem.BETWEEN_CATEGORIES, categories(FeedItems.text("column value", text)));
            }
            case RetailRocket.AVAILABLE_PROPERTY -> {
                if (text.equals("1") || text.equals("0")) {
                    return text; // as most shops write it
                }
                String folded = folded(text);
                if (!YES.contains(folded) && !NO.contains(folded)) {
                    throw fault(property, text, "1, true, yes, in stock or 0, false, no, out of stock");
                }
                return YES.contains(folded) ? "1" : "0";
            }
            case RetailRocket.PRICE_PROPERTY -> {
                if (Double.isNaN(price(text))) {
                    throw fault(property, text, "a price, a number of 0 or more with a decimal point");
                }
                return text;
            }
            default -> {
                return text;
            }
        }
    }

    /** The price in {@code n552.000} or {@code 552.0}; NaN when it is not a number, negative or infinite. */
    public static double price(String text) {
        String first = text.strip();
        int start = first.startsWith("n") ? 1 : 0;
        int space = first.indexOf(' ');
        try {
            double price = Double.parseDouble(first.substring(start, space < 0 ? first.length() : space));
            return price >= 0 && price <= Float.MAX_VALUE ? price : Double.NaN;
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    private static IllegalArgumentException fault(String property, String text, String expected) {
        return new IllegalArgumentException(
                "column value is '" + Quote.of(text, 40) + "' for " + property + ", expected " + expected);
    }

    private static String folded(String text) {
        return text.strip().toLowerCase(Locale.ROOT).replaceAll("[ _-]", "");
    }

    /** Why a text cannot be the address of an image; empty when it can. */
    public static String addressFault(String url) {
        for (int at = 0; at < url.length(); at++) {
            if (!isOfAddresses(url.charAt(at))) {
                return unescaped(url, at);
            }
        }
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            int at = e.getIndex();
            // Of a wrong authority the index is where it begins, at a character that is right.
            return at >= 0 && at < url.length() && "%[]".indexOf(url.charAt(at)) >= 0
                    ? unescaped(url, at)
                    : Quote.found(url) + ADDRESS;
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (uri.getRawAuthority() == null || !(scheme.equals("http") || scheme.equals("https"))) {
            return Quote.found(url) + ADDRESS;
        }
        Matcher authority = AUTHORITY.matcher(uri.getRawAuthority());
        return authority.matches() && Integer.parseInt("0" + Objects.toString(authority.group("port"), "")) <= LAST_PORT
                ? ""
                : Quote.found(url) + HOST;
    }

    /** Whether a character may stand in some part of an address. */
    private static boolean isOfAddresses(char c) {
        return c < 128
                ? c > ' ' && c != 127 && "\"<>\\^`{|}".indexOf(c) < 0
                : !Character.isSpaceChar(c) && !Character.isISOControl(c);
    }

    private static String unescaped(String url, int at) {
        String character = url.substring(at, at + 1);
        return "holds '" + Quote.of(character, 1) + "' at position " + at + ", expected it percent-encoded, as "
                + URLEncoder.encode(character, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
