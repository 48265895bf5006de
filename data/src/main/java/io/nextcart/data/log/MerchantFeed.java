package io.nextcart.data.log;

import io.nextcart.data.BadInputException;
import io.nextcart.data.ItemId;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads product data of Google Merchant Center: XML (RSS or Atom, with attributes in the namespace {@value #GOOGLE})
 * and text separated by tabs, commas or semicolons. Format: https://support.google.com/merchants/answer/7052112. XML is in the
 * encoding that it declares. With a document type declaration it is refused, so nothing is expanded or fetched.
 */
final class MerchantFeed {
    private static final String GOOGLE = "http://base.google.com/ns/1.0";
    private static final String ATOM = "http://www.w3.org/2005/Atom";
    private static final List<String> COLUMNS = List.of("id");
    private static final Set<String> ITEM = Set.of("item", "entry");
    private static final Set<String> SHOWN =
            Set.of("instock", "preorder", "backorder", "availablefororder", "limitedavailability");
    private static final Set<String> HIDDEN = Set.of("outofstock", "discontinued");
    private static final Pattern DECLARED =
            Pattern.compile("<[?]xml\\s[^>]*?\\sencoding\\s*=\\s*[\"']([^\"'>]*)[\"'][^>]*>");
    /** Most characters of an element: a file must not fill the memory. */
    private static final int LONGEST_TEXT = 1 << 20;

    /** Most elements of an item, for the same reason. */
    private static final int MOST_VALUES = 1_000;

    private final Source source;
    private final FeedItems items;

    private MerchantFeed(Source source, FeedItems items) {
        this.source = source;
        this.items = items;
    }

    static ReadReport read(Source source, FeedItems items) {
        MerchantFeed feed = new MerchantFeed(source, items);
        String start;
        try (InputFile input = InputFile.open(source.file(), source.progress())) {
            start = input.start();
        }
        if (start.stripLeading().startsWith("<")) {
            return feed.readXml(feed.encoding(start.stripLeading()));
        }
        return CsvRows.read(
                source,
                "XML, or " + NamedColumns.expected(COLUMNS),
                header -> NamedColumns.decoder(header, COLUMNS, row -> {
                    feed.item(row.line(), name -> List.of(row.field(name)));
                    return null;
                }),
                item -> {});
    }

    /** Adds the item with these attributes; an attribute may have several values. */
    private void item(long line, Function<String, List<String>> attributes) {
        String place = source.file() + ", line " + line;
        ItemId id = new ItemId(CsvRows.id("id", first(attributes, "id")));
        Double price = items.price("price", first(attributes, "price"));
        Double sale = items.price("sale_price", first(attributes, "sale_price"));
        if (sale != null && !first(attributes, "sale_price_effective_date").isEmpty()) {
            items.note("sale price", "with dates left out", place);
            sale = null;
        }
        List<String> categories = new ArrayList<>(attributes.apply("product_type"));
        categories.removeIf(String::isBlank);
        if (categories.isEmpty()) {
            categories.addAll(attributes.apply("google_product_category"));
            categories.removeIf(String::isBlank);
        }
        items.add(
                id,
                place,
                available(first(attributes, "availability")),
                categories,
                sale == null ? price : sale,
                FeedItems.text("title", first(attributes, "title")),
                first(attributes, "image_link"));
    }

    private static @Nullable Boolean available(String text) {
        String folded = text.toLowerCase(Locale.ROOT).replaceAll("[\\s_-]", "");
        if (!folded.isEmpty() && !SHOWN.contains(folded) && !HIDDEN.contains(folded)) {
            throw new IllegalArgumentException("availability is '" + Quote.of(text, 40)
                    + "', expected in_stock, out_of_stock, preorder or backorder");
        }
        return folded.isEmpty() ? null : Boolean.valueOf(SHOWN.contains(folded));
    }

    private static String first(Function<String, List<String>> attributes, String name) {
        List<String> values = attributes.apply(name);
        return values.isEmpty() ? "" : values.get(0).strip();
    }

    private ReadReport readXml(Charset encoding) {
        RowCount count = new RowCount(source.file().toString(), source.maxBadRows());
        long line = 0;
        try (InputFile input = InputFile.open(source.file(), source.progress())) {
            XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
            factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
            factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
            XMLStreamReader xml = factory.createXMLStreamReader(input.reader(encoding));
            while (xml.hasNext()) {
                int event = xml.next();
                line = xml.getLocation().getLineNumber();
                if (event == XMLStreamConstants.DTD) {
                    throw new BadInputException(source.file() + ", line " + line
                            + ": declares a document type, expected XML without <!DOCTYPE");
                }
                if (event == XMLStreamConstants.START_ELEMENT && ITEM.contains(xml.getLocalName())) {
                    readItem(xml, line, count);
                    input.report();
                }
            }
        } catch (XMLStreamException e) {
            long at =
                    Math.max(line, e.getLocation() == null ? 0 : e.getLocation().getLineNumber());
            if (e.getNestedException() instanceof java.io.IOException cause) {
                throw new BadInputException(
                        source.file() + ", line " + at + ": cannot be read: " + cause.getMessage(), e);
            }
            throw new BadInputException(
                    source.file() + ", line " + at + ": is not well-formed XML: " + reason(e)
                            + ", expected RSS or Atom with items",
                    e);
        }
        return count.end();
    }

    /** The encoding that the file declares, UTF-8 without one; by its start. */
    private Charset encoding(String start) {
        Matcher declared = DECLARED.matcher(start);
        // Text in UTF-16 or UTF-32 is not read, so a file that declares it was converted; ASCII is UTF-8, too.
        if (!declared.lookingAt() || declared.group(1).toUpperCase(Locale.ROOT).matches("(UTF-16|UTF-32|US-ASCII).*")) {
            return StandardCharsets.UTF_8;
        }
        try {
            return Charset.forName(declared.group(1));
        } catch (IllegalArgumentException e) {
            throw new BadInputException(
                    source.file() + ", line 1: is in '" + Quote.of(declared.group(1), 40)
                            + "', expected a known encoding, such as UTF-8 or ISO-8859-1",
                    e);
        }
    }

    /** The parser's message without the place, which we report ourselves. */
    private static String reason(XMLStreamException e) {
        String message = String.valueOf(e.getMessage());
        int at = message.indexOf("Message: ");
        return Quote.of(at < 0 ? message : message.substring(at + "Message: ".length()), 200);
    }

    private void readItem(XMLStreamReader xml, long line, RowCount count) throws XMLStreamException {
        Map<String, List<String>> google = new HashMap<>();
        Map<String, List<String>> plain = new HashMap<>();
        int values = 0;
        while (xml.next() != XMLStreamConstants.END_ELEMENT) {
            if (xml.getEventType() == XMLStreamConstants.START_ELEMENT) {
                String space = xml.getNamespaceURI();
                String name = xml.getLocalName().toLowerCase(Locale.ROOT);
                String text = text(xml);
                if (++values > MOST_VALUES) {
                    throw new BadInputException(
                            source.file() + ", line " + line + ": an item has more than " + MOST_VALUES + " elements");
                }
                // Atom's own id is the address of a page, not the item's id.
                if (GOOGLE.equals(space)) {
                    google.computeIfAbsent(name, key -> new ArrayList<>()).add(text);
                } else if (space == null || (ATOM.equals(space) && name.equals("title"))) {
                    plain.computeIfAbsent(name, key -> new ArrayList<>()).add(text);
                }
            }
        }
        try {
            item(line, name -> google.getOrDefault(name, plain.getOrDefault(name, List.of())));
            count.good();
        } catch (IllegalArgumentException e) {
            count.bad(line, String.valueOf(e.getMessage()));
        }
    }

    /** The text of an element up to its end, without that of nested elements, such as the price in a shipping. */
    private String text(XMLStreamReader xml) throws XMLStreamException {
        StringBuilder text = new StringBuilder();
        for (int depth = 1; depth > 0; ) {
            int event = xml.next();
            if (event == XMLStreamConstants.START_ELEMENT) {
                depth++;
            } else if (event == XMLStreamConstants.END_ELEMENT) {
                depth--;
            } else if (depth == 1 && (xml.isCharacters() || event == XMLStreamConstants.CDATA)) {
                text.append(xml.getText());
                if (text.length() > LONGEST_TEXT) {
                    throw new BadInputException(source.file() + ", line "
                            + xml.getLocation().getLineNumber() + ": an element has more than " + LONGEST_TEXT
                            + " characters");
                }
            }
        }
        return text.toString();
    }
}
