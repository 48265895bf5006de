package io.nextcart.data.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nextcart.data.BadInputException;
import io.nextcart.data.Progress;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Catalogues in shops' formats become items. */
final class FeedTest {
    private static final String RSS = """
        <?xml version="1.0" encoding="UTF-8"?>
        <rss version="2.0" xmlns:g="http://base.google.com/ns/1.0">
        <channel>
        <title>A shop</title>
        <item>
        <g:id>TV_1</g:id>
        <title>plain</title>
        <g:title><![CDATA[TV <b> & more]]></g:title>
        <g:price>159.00 USD</g:price>
        <g:sale_price>149.50 USD</g:sale_price>
        <g:availability>in_stock</g:availability>
        <g:image_link>https://shop.example/a b.jpg?x=1&amp;y=2</g:image_link>
        <g:product_type>Home &gt; TV</g:product_type>
        <g:product_type>Sale</g:product_type>
        <g:google_product_category>404</g:google_product_category>
        <g:shipping><g:country>US</g:country><g:price>5.00 EUR</g:price></g:shipping>
        </item>
        <item><id>2</id><title>Plain names</title><price>3 USD</price><g:availability>out of stock</g:availability></item>
        </channel>
        </rss>
        """;

    @TempDir
    private Path folder;

    @Test
    void aMerchantFeedInRssIsRead() throws IOException {
        ImportSummary summary = run(ExportFormat.MERCHANT_FEED, RSS);
        assertThat(written())
                .containsExactly(
                        "{\"item_id\":\"TV_1\",\"available\":true,\"categories\":[\"Home > TV\",\"Sale\",\"Home\"],"
                                + "\"price\":149.5,\"title\":\"TV <b> & more\","
                                + "\"image_url\":\"https://shop.example/a%20b.jpg?x=1&y=2\"}",
                        "{\"item_id\":\"2\",\"available\":false,\"price\":3.0,\"title\":\"Plain names\"}");
        assertThat(summary.lines())
                .containsExactly(
                        "What was read",
                        "  2 rows from 1 file",
                        "  2 items: 2 with a title, 2 a price, 1 an image, 1 a category; 1 not available");
    }

    @Test
    void anAtomFeedIsReadAndTheAddressOfAnEntryIsNotItsId() throws IOException {
        run(ExportFormat.MERCHANT_FEED, """
            <feed xmlns="http://www.w3.org/2005/Atom" xmlns:google="http://base.google.com/ns/1.0">
            <id>tag:shop</id>
            <entry><id>https://shop.example/7</id><title>Seven&#9;of&#10;&#133;nine</title><google:id>7</google:id>
            <google:price>7,50 EUR</google:price></entry>
            </feed>
            """);
        assertThat(written()).containsExactly("{\"item_id\":\"7\",\"price\":7.5,\"title\":\"Seven of nine\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\t", ","})
    void aMerchantFeedAsTextIsRead(String tab) throws IOException {
        ImportSummary summary = run(ExportFormat.MERCHANT_FEED, """
            id;title;image link;price;sale_price;sale price effective date;availability;google product category
            1;A;https://s.example/1.jpg;10 EUR;8 EUR;;backorder;Shoes > Boots
            2;B;ftp://s.example/2.jpg;10 EUR;8 EUR;2026-01-01T00:00Z/2026-02-01T00:00Z;preorder;|
            1;A again;;10 EUR;;;in stock;
            """.replace(";", tab));
        assertThat(written())
                .containsExactly(
                        "{\"item_id\":\"1\",\"available\":true,\"categories\":[\"Shoes >"
                                + " Boots\",\"Shoes\"],\"price\":8.0,"
                                + "\"title\":\"A\",\"image_url\":\"https://s.example/1.jpg\"}",
                        "{\"item_id\":\"2\",\"available\":true,\"categories\":[\"/\"],\"price\":10.0,\"title\":\"B\"}",
                        "{\"item_id\":\"1\",\"available\":true,\"price\":10.0,\"title\":\"A again\"}");
        assertThat(summary.lines())
                .contains(
                        "  1 item again under the same id: the last counts",
                        "  1 sale price with dates left out, the first: " + feed() + ", line 3",
                        "  1 image left out whose address is not one of http or https, the first: " + feed()
                                + ", line 3");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        <!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><item><id>&x;</id></item></rss>  | line 1: declares a document type
        <!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><rss><item><id>&b;</id></item></rss> | declares a document type
        <!DOCTYPE a SYSTEM "http://127.0.0.1:1/a.dtd"><rss><item><id>1</id><price>1</price></item></rss> | declares a document type
        <rss><item><id>1</id><title>&nbsp;</title></item></rss>     | line 1: is not well-formed XML: The entity
        <rss><item><id>1</id><price>1</price></item>                | is not well-formed XML
        <rss><item><g:id>1</g:id></item></rss>                      | is not well-formed XML
        <rss><channel><title>A shop</title></channel></rss>         | holds no rows
        <?xml version="1.0" encoding="ISO-8859-1"?><rss/>           | holds no rows
        <?xml version="1.0" encoding="latin-so"?><rss/>             | line 1: is in 'latin-so', expected a known encoding, such as UTF-8
        <rss><item><id/><price>1</price></item></rss>               | line 1: id has 0 characters
        <rss><item><id>1</id></item></rss>                          | line 1: the item 1 has no usable field
        <rss><item><id>1</id><price>1.234,50 EUR</price></item></rss> | line 1: price is '1.234,50 EUR', expected a price such as
        <rss><item><id>1</id><price>-1</price></item></rss>         | line 1: price is '-1'
        <rss><item><id>1</id><availability>soon</availability></item></rss> | availability is 'soon', expected in_stock
        """)
    void xmlThatCannotBeUsedIsRefusedWithItsPlace(String xml, String message) throws IOException {
        assertThatThrownBy(() -> run(ExportFormat.MERCHANT_FEED, xml))
                .isInstanceOf(BadInputException.class)
                .hasMessageStartingWith(feed().toString())
                .hasMessageContaining(message)
                .hasMessageNotContaining("root:");
        assertThat(folder).isDirectoryNotContaining(file -> !file.equals(feed()));
    }

    @Test
    void pricesInTwoCurrenciesAreNotMixed() {
        assertThatThrownBy(() -> run(ExportFormat.MERCHANT_FEED, "id,price\n1,5 EUR\n2,5 USD\n"))
                .hasMessageStartingWith(feed() + ", line 3: price is '5 USD', expected EUR, as in earlier rows");
    }

    @Test
    void aProductOfShopifyIsSeveralRows() throws IOException {
        ImportSummary summary = run(ExportFormat.SHOPIFY, SHOPIFY);
        assertThat(written())
                .containsExactly(
                        "{\"item_id\":\"tee\",\"available\":true,\"categories\":[\"Apparel >"
                                + " Shirts\",\"T-Shirts\",\"Apparel\"],\"price\":17.5,\"title\":\"Tee, \\\"basic\\\""
                                + " cut\",\"image_url\":\"https://cdn.example/1.jpg\"}",
                        "{\"item_id\":\"mug\",\"available\":false,\"categories\":[\"Mugs\"],\"price\":9.0,\"title\":\"Mug\"}",
                        "{\"item_id\":\"cap\",\"available\":false,\"price\":5.0,\"title\":\"Cap\"}");
        assertThat(summary.lines()).contains("  5 rows from 1 file");
    }

    private static final String SHOPIFY = """
        Handle,Title,Body (HTML),Vendor,Product Category,Type,Tags,Published,Option1 Name,Option1 Value,Variant SKU,Variant Inventory Tracker,Variant Inventory Qty,Variant Inventory Policy,Variant Price,Image Src,Image Position,Variant Image,Status
        tee,"Tee, ""basic"" cut","<p>a
        b</p>",V,Apparel > Shirts,T-Shirts,x,true,Size,S,tee-s,shopify,0,deny,19.00,https://cdn.example/1.jpg,1,,active
        tee,,,,,,,,,M,tee-m,shopify,4,deny,17.50,,,https://cdn.example/m.jpg,
        tee,,,,,,,,,,,,,,,https://cdn.example/2.jpg,2,,
        mug,Mug,,V,,Mugs,,true,Title,Default Title,mug-1,,,deny,9.00,,,,draft
        cap,Cap,,V,,,,true,Title,Default Title,cap-1,shopify,-2,deny,5,,,,active
        """;

    @Test
    void withBySkuEachVariantOfShopifyIsAnItem() throws IOException {
        run(ExportFormat.SHOPIFY, SHOPIFY, true);
        assertThat(written())
                .contains(
                        "{\"item_id\":\"tee-s\",\"available\":false,\"categories\":[\"Apparel >"
                                + " Shirts\",\"T-Shirts\",\"Apparel\"],\"price\":19.0,\"title\":\"Tee, \\\"basic\\\" cut –"
                                + " S\",\"image_url\":\"https://cdn.example/1.jpg\"}",
                        "{\"item_id\":\"tee-m\",\"available\":true,\"categories\":[\"Apparel >"
                                + " Shirts\",\"T-Shirts\",\"Apparel\"],\"price\":17.5,\"title\":\"Tee, \\\"basic\\\" cut –"
                                + " M\",\"image_url\":\"https://cdn.example/m.jpg\"}",
                        "{\"item_id\":\"mug-1\",\"available\":false,\"categories\":[\"Mugs\"],\"price\":9.0,\"title\":\"Mug\"}")
                .hasSize(4);
    }

    @Test
    void theNewColumnsOfShopifyAreRead() throws IOException {
        run(ExportFormat.SHOPIFY, """
            Title,URL handle,Description,Vendor,Product category,Type,Published on online store,Status,SKU,Price,Inventory tracker,Inventory quantity,Continue selling when out of stock,Product image URL
            Tee,tee,,V,Shirts,,TRUE,Active,t,12.00,shopify,0,TRUE,https://cdn.example/1.jpg
            Mug,mug,,V,,,FALSE,Active,m,9.00,,,FALSE,
            """);
        assertThat(written())
                .containsExactly(
                        "{\"item_id\":\"tee\",\"available\":true,\"categories\":[\"Shirts\"],\"price\":12.0,\"title\":\"Tee\","
                                + "\"image_url\":\"https://cdn.example/1.jpg\"}",
                        "{\"item_id\":\"mug\",\"available\":false,\"price\":9.0,\"title\":\"Mug\"}");
    }

    private static final String WOO = """
        ID,Type,SKU,Name,Published,Visibility in catalog,Date sale price ends,In stock?,Sale price,Regular price,Categories,Images,Parent
        46,variation,hoodie-blue,"Hoodie - Blue",1,visible,,1,,"45,00",,,id:45
        45,variable,hoodie,Hoodie,1,visible,,1,,,"Clothing > Hoodies, Hats\\, caps","https://w.example/1.jpg, https://w.example/2.jpg",
        47,variation,hoodie-red,"Hoodie - Red",1,visible,,0,42,45,,https://w.example/red.jpg,hoodie
        48,"simple, virtual",album,Album,-1,visible,,1,12,15,Music,,
        49,simple,cap,Cap,1,hidden,,1,,18,,,
        50,simple,belt,Belt,1,visible,2026-03-01,backorder,55,65,,,
        51,variation,gone,Gone,1,visible,,1,,1,,,id:999
        """;

    @Test
    void variationsOfWooCommerceAreOfTheirParent() throws IOException {
        ImportSummary summary = run(ExportFormat.WOOCOMMERCE, WOO);
        assertThat(written())
                .containsExactly(
                        "{\"item_id\":\"45\",\"available\":true,\"categories\":[\"Clothing > Hoodies\",\"Hats,"
                                + " caps\",\"Clothing\"],"
                                + "\"price\":42.0,\"title\":\"Hoodie\",\"image_url\":\"https://w.example/1.jpg\"}",
                        "{\"item_id\":\"48\",\"available\":false,\"categories\":[\"Music\"],\"price\":12.0,\"title\":\"Album\"}",
                        "{\"item_id\":\"49\",\"available\":false,\"price\":18.0,\"title\":\"Cap\"}",
                        "{\"item_id\":\"50\",\"available\":true,\"price\":65.0,\"title\":\"Belt\"}");
        assertThat(summary.lines())
                .contains(
                        "  7 rows from 1 file",
                        "  1 sale price with dates left out, the first: " + feed() + ", line 7",
                        "  1 variation left out whose parent is not in the file, the first: " + feed() + ", line 8");
    }

    @Test
    void withBySkuEachVariationOfWooCommerceIsAnItem() throws IOException {
        run(ExportFormat.WOOCOMMERCE, WOO, true);
        assertThat(written())
                .hasSize(6)
                .contains(
                        "{\"item_id\":\"hoodie-blue\",\"available\":true,\"categories\":[\"Clothing >"
                                + " Hoodies\",\"Hats, caps\",\"Clothing\"],\"price\":45.0,\"title\":\"Hoodie -"
                                + " Blue\",\"image_url\":\"https://w.example/1.jpg\"}",
                        "{\"item_id\":\"hoodie-red\",\"available\":false,\"categories\":[\"Clothing >"
                                + " Hoodies\",\"Hats, caps\",\"Clothing\"],\"price\":42.0,\"title\":\"Hoodie -"
                                + " Red\",\"image_url\":\"https://w.example/red.jpg\"}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", quoteCharacter = '`', textBlock = """
        WOOCOMMERCE | ID,Type,SKU,Name,Published\\n1,simple,a,A,1           | -     | no column In stock?: nothing is said of what is in stock
        WOOCOMMERCE | ID,Type,SKU,Name,Published\\n1,simple,a,A,0           | false | no column In stock?: nothing is said of what is in stock
        WOOCOMMERCE | ID,Type,SKU,Name\\n1,simple,a,A                       | -     | no column Published: drafts and private products count as published
        WOOCOMMERCE | ID,Type,SKU,Name,In stock?\\n1,simple,a,A,1           | true  | no column Published: drafts and private products count as published
        WOOCOMMERCE | ID,Type,SKU,Name,In stock?,Published\\n1,simple,a,A,1,1 | true | -
        SHOPIFY     | Handle,Title,Variant Price\\na,A,1                    | -     | no column Status or Published or Published on online store: drafts count as published
        SHOPIFY     | Handle,Title,Variant Price,Status\\na,A,1,active      | -     | no column Variant Inventory Tracker or Inventory tracker: nothing is said of what is in stock
        SHOPIFY     | Handle,Title,Variant Price,Status\\na,A,1,draft       | false | no column Variant Inventory Tracker or Inventory tracker: nothing is said of what is in stock
        SHOPIFY     | Handle,Title,Variant Price,Status,Variant Inventory Tracker\\na,A,1,active,shopify | -    | no column Variant Inventory Qty or Inventory quantity: nothing is said of what is in stock where the shop tracks it
        SHOPIFY     | Handle,Title,Variant Price,Status,Variant Inventory Tracker\\na,A,1,active,        | true | no column Variant Inventory Qty or Inventory quantity: nothing is said of what is in stock where the shop tracks it
        MERCHANT_FEED | id,title\\n1,A                                      | -     | -
        """)
    void whatNoColumnSaysIsNotMadeUp(
            ExportFormat from,
            String csv,
            @org.jspecify.annotations.Nullable String available,
            @org.jspecify.annotations.Nullable String warning)
            throws IOException {
        ImportSummary summary = run(from, csv.replace("\\n", "\n") + "\n");
        assertThat(written()).singleElement().asString().satisfies(item -> {
            if (available == null) {
                assertThat(item).doesNotContain("available");
            } else {
                assertThat(item).contains("\"available\":" + available);
            }
        });
        if (warning == null) {
            assertThat(summary.lines()).noneMatch(line -> line.contains("WARNING"));
        } else {
            assertThat(summary.lines()).contains("  WARNING: " + warning);
        }
    }

    @Test
    void anItemOfMoreThanAThousandElementsEndsTheReading() {
        String item = "<rss><item><id>1</id>" + "<label>x</label>".repeat(1_000) + "</item></rss>";
        assertThatThrownBy(() -> run(ExportFormat.MERCHANT_FEED, item))
                .hasMessageContaining("line 1: an item has more than 1000 elements");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        SHOPIFY     | Handle,Title\\na,b                          | line 1: header is 'Handle,Title', expected the columns Handle, Title, Variant Price
        SHOPIFY     | Handle,Title,Variant Price\\na,,1            | line 2: column Title is empty in the first row of a
        SHOPIFY     | Handle,Title,Variant Price\\n,A,1            | line 2: column Handle has 0 characters
        SHOPIFY     | Handle,Title,Variant Price\\na,A,free        | line 2: column Variant Price is 'free'
        SHOPIFY     | Handle,Title,Variant Price,Status\\na,A,1,on | line 2: column Status is 'on', expected active
        SHOPIFY     | Handle,Title,Variant Price,Published\\na,A,1,1 | line 2: column Published is '1', expected true or false
        WOOCOMMERCE | ID,Type,SKU\\n1,simple,a                     | line 1: header is 'ID,Type,SKU', expected the columns ID, Type, SKU, Name
        WOOCOMMERCE | ID,Type,SKU,Name\\n,simple,a,A               | line 2: column ID has 0 characters
        WOOCOMMERCE | ID,Type,SKU,Name,Parent\\n1,variation,a,A,   | line 2: column Parent is empty for a variation
        WOOCOMMERCE | ID,Type,SKU,Name,Published\\n1,simple,a,A,yes | line 2: column Published is 'yes', expected 1 (published)
        WOOCOMMERCE | ID,Type,SKU,Name,Regular price\\n1,simple,a,A,1 000 | line 2: column Regular price is '1 000'
        WOOCOMMERCE | ID,Type,SKU,Name\\n1,variation,a             | line 2: 3 columns, expected 4
        MERCHANT_FEED | item,price\\n1,2                           | line 1: header is 'item,price', expected XML, or the columns id
        """)
    void aRowThatCannotBeUsedIsNamedWithItsColumn(ExportFormat from, String csv, String message) {
        assertThatThrownBy(() -> run(from, csv.replace("\\n", "\n") + "\n"))
                .isInstanceOf(BadInputException.class)
                .hasMessageStartingWith(feed() + ", ")
                .hasMessageContaining(message);
    }

    @Test
    void aBadRowIsCountedAndPropertiesAreWrittenForTrainings() throws IOException {
        StringBuilder csv = new StringBuilder("id,title,price,availability,product_type\n");
        for (int i = 0; i < 200; i++) {
            csv.append(i).append(i == 7 ? ",T,x,in stock,C\n" : ",T,2.5,in stock,C > D\n");
        }
        Path properties = folder.resolve("properties.csv");
        ImportSummary summary = run(ExportFormat.MERCHANT_FEED, csv.toString(), false, properties);
        assertThat(written()).hasSize(199);
        assertThat(summary.badRows()).isEqualTo(1);
        assertThat(summary.lines().get(3))
                .startsWith("  1 unreadable row skipped, the first: " + feed() + ", line 9: price is 'x'");
        assertThat(Files.readAllLines(properties).subList(0, 4))
                .containsExactly(
                        "timestamp,itemid,property,value", "0,0,categoryid,C > D|C", "0,0,available,1", "0,0,790,2.5");
    }

    @Test
    void aTitleThatIsTooLongIsCutAndOneThatIsNotUtf8IsABadRow() throws IOException {
        ImportSummary summary = run(ExportFormat.MERCHANT_FEED, "id,title\n1," + "t".repeat(499) + "😀\n");
        assertThat(written()).containsExactly("{\"item_id\":\"1\",\"title\":\"" + "t".repeat(499) + "\"}");
        assertThat(summary.lines()).contains("  1 title cut to 500 characters, the first: " + feed() + ", line 2");
        assertThatThrownBy(() -> run(ExportFormat.MERCHANT_FEED, "id,title\n1,a\uFFFD\n"))
                .hasMessageContaining("line 2: title is 'a?', not UTF-8, expected text in UTF-8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ISO-8859-1", "windows-1252", "ISO-8859-15", "UTF-8", "US-ASCII"})
    void xmlIsReadInTheEncodingThatItDeclares(String encoding) throws IOException {
        boolean isAscii = encoding.equals("US-ASCII");
        write(declaring(encoding, isAscii ? "Tee" : "Süßer Tee"), Charset.forName(encoding));
        read(ExportFormat.MERCHANT_FEED, false, null);
        assertThat(written())
                .containsExactly("{\"item_id\":\"1\",\"title\":\"" + (isAscii ? "Tee" : "Süßer Tee") + "\"}");
    }

    @Test
    void whatWasConvertedToUtf8IsReadDespiteItsDeclaration() throws IOException {
        for (String text : List.of("\uFEFF" + declaring("ISO-8859-1", "Süß"), declaring("UTF-16", "Süß"))) {
            run(ExportFormat.MERCHANT_FEED, text);
            assertThat(written()).containsExactly("{\"item_id\":\"1\",\"title\":\"Süß\"}");
        }
    }

    private static String declaring(String encoding, String title) {
        return "<?xml version=\"1.0\" encoding='" + encoding + "' ?>\n<rss><item><id>1</id><title>" + title
                + "</title></item></rss>";
    }

    @Test
    void whatMakesNoSenseWithAFeedIsSaid() {
        assertThatThrownBy(() -> new ImportSettings(
                        ExportFormat.MERCHANT_FEED,
                        List.of(feed()),
                        folder.resolve("out"),
                        List.of(feed()),
                        null,
                        EventTypeNames.of(List.of("a=view")),
                        LogTimes.ANY,
                        0,
                        false,
                        CsvColumns.of("user=u,item=i,time=t"),
                        true))
                .hasMessageContaining("merchant-feed holds items alone, expected them as --in")
                .hasMessageContaining("merchant-feed has no events, expected no --event-type")
                .hasMessageContaining("columns of merchant-feed are known")
                .hasMessageContaining("ids of merchant-feed are known, expected no --by-sku");
    }

    private Path feed() {
        return folder.resolve("feed");
    }

    private List<String> written() throws IOException {
        return Files.readAllLines(folder.resolve("items.ndjson"));
    }

    private ImportSummary run(ExportFormat from, String text) throws IOException {
        return run(from, text, false);
    }

    private ImportSummary run(ExportFormat from, String text, boolean bySku) throws IOException {
        return run(from, text, bySku, null);
    }

    private ImportSummary run(
            ExportFormat from, String text, boolean bySku, @org.jspecify.annotations.Nullable Path properties)
            throws IOException {
        write(text, StandardCharsets.UTF_8);
        return read(from, bySku, properties);
    }

    private void write(String text, Charset encoding) throws IOException {
        Files.writeString(feed(), text, encoding);
    }

    private ImportSummary read(ExportFormat from, boolean bySku, @org.jspecify.annotations.Nullable Path properties)
            throws IOException {
        ImportSettings settings = new ImportSettings(
                from,
                List.of(feed()),
                folder.resolve("items.ndjson"),
                List.of(),
                properties,
                EventTypeNames.of(List.of()),
                LogTimes.ANY,
                0.01,
                true,
                null,
                bySku);
        return new Import(settings, Progress.NONE).run();
    }
}
