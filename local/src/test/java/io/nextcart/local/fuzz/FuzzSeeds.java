package io.nextcart.local.fuzz;

import io.nextcart.data.Event;
import io.nextcart.data.EventType;
import io.nextcart.data.ItemId;
import io.nextcart.data.UserId;
import io.nextcart.data.log.CatalogueItem;
import io.nextcart.engine.TinyBundle;
import io.nextcart.engine.table.Tables;
import io.nextcart.functions.api.ProxyCall;
import io.nextcart.functions.store.http.StoreMessage;
import io.nextcart.store.FolderObjectStore;
import io.nextcart.store.document.BackupManifest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Valid inputs, from which fuzzing starts: each shows a parser's fields once. */
final class FuzzSeeds {
    static final String[] RETAILROCKET = {
        "timestamp,visitorid,event,itemid,transactionid\n1433221332117,257597,view,355908,\n"
                + "1433224214164,992329,addtocart,248676,\n1433222276276,599528,transaction,356475,4000\n",
        "itemid,event,x,visitorid,timestamp\n7,\"vi\"\"ew\",,u,1433221332\n"
    };
    static final String[] PROPERTIES = {
        "timestamp,itemid,property,value\n1435460400000,460429,categoryid,1338\n"
                + "1441508400000,206783,888,1116713 960601 n277.200\n1439089200000,395014,available,0\n"
                + "1435460400000,1,790,n5.500\n"
    };
    static final String[] CATEGORIES = {"categoryid,parentid\n1016,213\n809,\n570,NaN\n"};
    static final String[] NDJSON = {
        "{\"event_id\":\"e\",\"user_id\":\"u\",\"type\":\"transaction\",\"item_id\":\"i\",\"timestamp\":1433221332117,"
                + "\"transaction_id\":\"t\",\"value\":9.5,\"recommendation_id\":\"r\",\"placement\":\"home\"}\n"
                + "{\"visitorid\":7,\"event\":\"view\",\"itemid\":8,\"timestamp\":\"2015-06-02T05:02:12.117Z\"}\n"
    };
    static final String[] ARCHIVE = {
        NDJSON[0],
        "{\"user_id\":\"u\",\"deleted_at\":1433221332117,\"until\":1433221332117}\n",
        "{\"item_id\":\"i\",\"available\":true,\"category\":\"a|b\",\"price\":1.5,\"title\":\"t\","
                + "\"image_url\":\"https://s.example/i.jpg\",\"updated_at\":1433221332117,\"unset\":[\"price\"],\"deleted\":false}\n"
    };
    static final String[] CASES = {
        "{\"items\":[\"1\",\"2\"],\"target\":\"3\",\"targets\":[\"4\"],\"returning\":true}\n{\"items\":[1],\"targets\":[]}\n"
    };
    static final String[] CSV = {
        "user,item,time,type,price,quantity\nu,i,2024-03-01 10:15:00+02:00,purchase,9.5,2\nu,i,1709286900000,view,,\n",
        "time,user,item,type,price,quantity\n\"2024-03-01\",u,\"i\ni\",click,1,\n"
    };
    static final String[] OTTO = {
        "{\"session\":12,\"events\":[{\"aid\":7,\"ts\":1659304800025,\"type\":\"clicks\"},"
                + "{\"aid\":8,\"ts\":1659304800026,\"type\":\"carts\"}]}\n"
    };
    static final String[] PERSONALIZE = {
        "USER_ID,ITEM_ID,TIMESTAMP,EVENT_TYPE,EVENT_VALUE\nu,i,1433221332,view,1.5\n",
        "ITEM_ID,PRICE,CATEGORY_L1,CATEGORY_L2,CREATION_TIMESTAMP\na,9.5,Shoes|Sale,Boots,1433221332.0\n"
    };
    static final String[] GORSE = {
        "{\"FeedbackType\":\"read\",\"UserId\":\"u\",\"ItemId\":\"i\",\"Timestamp\":\"2020-01-01T03:01:01.25+02:00\"}\n",
        "{\"ItemId\":\"1\",\"IsHidden\":false,\"Categories\":[\"x\"],\"Timestamp\":\"2020-01-01T01:01:01Z\",\"Labels\":{\"a\":[1]}}\n"
    };
    static final String[] MERCHANT_FEED = {
        "<?xml version=\"1.0\"?><rss xmlns:g=\"http://base.google.com/ns/1.0\"><channel><item><g:id>1</g:id>"
                + "<g:title><![CDATA[TV <b>]]></g:title><g:price>159.00 USD</g:price><g:availability>in_stock</g:availability>"
                + "<g:image_link>https://s.example/a.jpg?x=1&amp;y=2</g:image_link><g:product_type>Home &gt; TV</g:product_type>"
                + "</item></channel></rss>",
        "id\ttitle\timage link\tprice\tavailability\n1\tA\thttps://s.example/1.jpg\t10 EUR\tin stock\n"
    };
    static final String[] SHOPIFY = {
        "Handle,Title,Type,Published,Variant SKU,Variant Inventory Tracker,Variant Inventory Qty,Variant Inventory Policy,"
                + "Variant Price,Image Src,Status\na,A,Shoes,true,s1,shopify,3,deny,9.50,https://s.example/1.jpg,active\n"
                + "a,,,,s2,,,continue,8,,\n"
    };
    static final String[] WOOCOMMERCE = {
        "ID,Type,SKU,Name,Published,In stock?,Sale price,Regular price,Categories,Images,Parent\n"
                + "1,variable,a,A,1,1,,9.5,\"Home > TV, Sale\",https://s.example/1.jpg,\n2,variation,b,A red,1,0,8,9,,,a\n"
    };
    static final String[] COLUMNS = {"user=client,item=sku,time=at,type==view,price=p,quantity=q"};
    static final String[] POST_EVENTS = {
        "{\"user_id\":\"u\",\"type\":\"view\",\"item_id\":\"i\",\"timestamp\":\"2015-09-18T02:00:00Z\",\"value\":1.5}",
        "{\"events\":[{\"visitorid\":1,\"event\":\"transaction\",\"itemid\":2,\"transactionid\":3,\"timestamp\":1442545000000,"
                + "\"recommendation_id\":\"c.v.1\",\"placement\":\"home\",\"event_id\":\"e\"}],"
                + "\"impressions\":[{\"recommendation_id\":\"c.v.1\",\"placement\":\"home\"}]}"
    };
    static final String[] POST_ITEMS = {
        "{\"items\":[{\"item_id\":\"i\",\"available\":true,\"category\":\"c\",\"categories\":[\"d\"],\"price\":1.5,"
                + "\"title\":\"t\",\"image_url\":\"https://s.example/i.jpg\"},{\"item_id\":7,\"price\":null}]}",
        "{\"item_id\":\"i\",\"available\":false}"
    };
    static final String[] PUT_RULES = {
        "{\"rules\":[{\"rule_id\":\"a\",\"type\":\"pin\",\"item_id\":\"i\",\"position\":1,\"placement\":\"home\","
                + "\"from\":\"2015-01-01T00:00:00Z\",\"until\":1442545000000,\"note\":\"n\"},"
                + "{\"rule_id\":\"b\",\"type\":\"boost\",\"category\":\"x\",\"factor\":2.5},"
                + "{\"rule_id\":\"c\",\"type\":\"slot\",\"category\":\"x\",\"count\":2}]}"
    };
    static final String[] POST_RECOMMENDATIONS = {
        "{\"user_id\":\"u\",\"session\":[{\"item_id\":\"a\",\"type\":\"addtocart\",\"timestamp\":1442545000000}],"
                + "\"cart\":[\"b\"],\"k\":5,\"exclude\":[\"c\"],\"category\":\"x\",\"categories\":[\"y\"],\"available_only\":true,"
                + "\"exclude_purchased\":true,\"exclude_viewed\":false,\"diversity\":0.5,\"explain\":true,"
                + "\"fields\":[\"title\"],\"placement\":\"home\",\"offset\":1}"
    };
    static final String[] CALL = {
        "GET /v1/recommendations/u%2F1?k=5&exclude=a,b&category=x&diversity=0.5&explain=true&fields=title&placement=p\n"
                + "x-request-id: r\n\n",
        "GET /v1/items/a/similar?k=100&offset=3\n\n",
        "PUT /v1/items/caf%C3%A9\nif-match:*\n\n{\"price\":1}",
        "PUT /v1/rules/r\nif-none-match:\"a\", *\n\n{\"type\":\"hide\",\"item_id\":\"i\"}",
        "GET /v1/users/u/events?k=3\n\n",
        "POST /similar_items?item_id=a&k=1000\n\n",
        "POST /put?user_id=u&item_id=7\n\n",
        "POST /v1/events\ncontent-encoding:gzip\n\n{}",
        "GET /v1/rules?version=0\n\n"
    };
    static final String[] HTTP = {
        "GET /v1/popular?k=3 HTTP/1.1\r\nHost: a\r\nX-Request-Id: r\r\n\r\n",
        "POST /v1/events HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n{}",
        "POST /v1/events HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
        "OPTIONS /v1/events HTTP/1.1\r\nHost: a\r\nOrigin: https://b\r\n\r\n"
    };
    static final String[] ROLLOUT = {
        "{\"action\":\"status\"}",
        "{\"action\":\"result\",\"run\":\"r1\"}",
        "{\"action\":\"start\",\"version\":\"v\",\"share\":0.5,\"watcher\":\"w\"}",
        "{\"action\":\"watch\",\"version\":\"v\",\"watcher\":\"w\"}",
        "{\"action\":\"compare\",\"version\":\"v\",\"watcher\":\"w\",\"alarms\":[{\"name\":\"a\",\"state\":\"ALARM\","
                + "\"since\":\"2015-09-18T02:59:47Z\"}]}"
    };
    static final String[] CURRENT = {
        "{\"champion\":\"20150918T025947Z-1f0c8a2b\",\"challenger\":\"v2\",\"challenger_share\":0.5,\"previous\":\"v0\","
                + "\"published_at\":\"2015-09-18T02:59:47Z\"}"
    };
    static final String[] RUN = {
        "{\"run\":\"r\",\"outcome\":\"published\",\"version\":\"v\",\"champion\":\"c\",\"metrics\":{\"mrr@20\":0.3,\"x\":\"NaN\"},"
                + "\"champion_metrics\":{},\"started_at\":1,\"ended_at\":2,\"cpu_seconds\":1.5,\"peak_mb\":3,\"events\":4,"
                + "\"objective\":\"cart\",\"failure\":{\"stage\":\"s\",\"cause\":\"c\"},\"lines\":[\"l\"]}"
    };
    static final String[] TRIAL = {
        "{\"challenger\":\"v2\",\"champion\":\"v1\",\"share\":0.5,\"started_at\":\"2026-03-01T10:00:00Z\",\"state\":\"running\","
                + "\"decision\":\"continue\",\"reason\":\"r\",\"watcher\":\"w\",\"ended_at\":null,"
                + "\"looks\":[{\"at\":\"2026-03-01T11:00:00Z\",\"evidence\":{\"lift\":0.1},\"alarms\":[\"a\"]}]}"
    };
    static final String[] LIFT = {
        "{\"control_share\":0.1,\"since\":\"2026-03-01T02:00:00Z\",\"looks\":[],\"weeks\":[],\"placements\":[]}"
    };
    static final String[] RULE_SET = {
        "{\"version\":3,\"changed_at\":\"2026-03-01T02:00:00Z\",\"rules\":[{\"rule_id\":\"a\",\"type\":\"pin\",\"item_id\":\"i\","
                + "\"position\":1},{\"rule_id\":\"b\",\"type\":\"slot\",\"category\":\"x\",\"count\":2,\"placement\":\"home\","
                + "\"from\":\"2015-01-01T00:00:00Z\",\"note\":\"n\"}]}"
    };
    static final String[] SETTINGS = {
        "NEXTCART_EVENTS_TABLE=t\nNEXTCART_TOMBSTONES_TABLE=t\nNEXTCART_CATALOGUE_TABLE=t\nNEXTCART_RULES_TABLE=t\n"
                + "NEXTCART_EVENTS_TTL_DAYS=30\nNEXTCART_KEYS=server:" + "0".repeat(64) + ",page:" + "1".repeat(64)
                + "\nNEXTCART_PAGE_KEY_IDS=a b\nLIST=a;b\nFLAG=true\nSHARE=0.5\nNUMBER=7\n",
        "NEXTCART_EVENTS=http://127.0.0.1:8080/path\nAWS_ENDPOINT_URL_S3=http://127.0.0.1:4566\n",
        "NEXTCART_EVENTS=dynamodb:table\n"
    };

    /** A whole bundle. */
    static final Tiny TINY = Tiny.make();

    private FuzzSeeds() {}

    /** The tables of a tiny bundle, and its files. */
    record Tiny(Path folder, Tables tables) {
        private static Tiny make() {
            try {
                Path folder = Files.createTempDirectory("nextcart-fuzz");
                TinyBundle.put(
                        new FolderObjectStore(folder.resolve("objects")),
                        "v1",
                        folder,
                        List.of(
                                new CatalogueItem(new ItemId("a"), true, "x", 1.5, "t", "https://s.example/a", 1),
                                new CatalogueItem(new ItemId("new"), false, "x|y", null, null, null, 2)));
                Path bundle = folder.resolve("v1");
                return new Tiny(bundle, Tables.open(bundle));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private byte[] bytes(String file) {
            try {
                return Files.readAllBytes(folder.resolve(file));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Each table after the byte that says which. */
    static List<byte[]> tables() {
        List<byte[]> seeds = new ArrayList<>();
        for (int i = 0; i < FuzzTarget.TABLE_FILES.size(); i++) {
            byte[] table = TINY.bytes(FuzzTarget.TABLE_FILES.get(i));
            byte[] seed = new byte[table.length + 1];
            seed[0] = (byte) i;
            System.arraycopy(table, 0, seed, 1, table.length);
            seeds.add(seed);
        }
        return seeds;
    }

    static List<byte[]> manifests() {
        return List.of(TINY.bytes("manifest.json"));
    }

    static List<byte[]> events() {
        return List.of(
                utf8(ProxyCall.of("GET /v1/popular?k=3&k=4").header("a", "b").event()),
                utf8(ProxyCall.of("POST /v1/events").body(POST_EVENTS[0]).event()),
                utf8(
                        "{\"version\":\"1.0\",\"resource\":\"/v1/items/{item_id}\",\"path\":\"/v1/items/a b\",\"httpMethod\":\"GET\","
                                + "\"pathParameters\":{\"item_id\":\"a b\"},\"isBase64Encoded\":true,\"body\":\"e30=\","
                                + "\"multiValueHeaders\":{\"accept-encoding\":[\"gzip\"]},"
                                + "\"requestContext\":{\"identity\":{\"apiKeyId\":\"k\"},\"requestId\":\"r\"}}"));
    }

    static List<byte[]> storeMessages() {
        BitSet fresh = new BitSet();
        fresh.set(2);
        try {
            return List.of(
                    StoreMessage.of("u", 7).toBytes(),
                    StoreMessage.ofFresh(fresh).toBytes(),
                    StoreMessage.ofEvents(List.of(Event.of(new UserId("u"), EventType.VIEW, new ItemId("i"), 1)))
                            .toBytes(),
                    StoreMessage.ofItems(List.of(
                                    new CatalogueItem(new ItemId("a"), true, "x", 1.5, "t", "https://s.example/a", 1)))
                            .toBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<byte[]> stateMachines() {
        try (var pipeline = io.nextcart.local.pipeline.Pipeline.class.getResourceAsStream("pipeline.asl.json")) {
            return List.of(
                    pipeline.readAllBytes(),
                    utf8(
                            "{\"StartAt\":\"A\",\"TimeoutSeconds\":\"${Seconds}\",\"States\":{\"A\":{\"Type\":\"Task\",\"Resource\":\"call\","
                                    + "\"Parameters\":{\"x.$\":\"States.Format('{}', $.a[0])\"},\"ResultPath\":\"$.b\",\"TimeoutSeconds\":1,"
                                    + "\"Retry\":[{\"ErrorEquals\":[\"States.ALL\"],\"IntervalSeconds\":1,\"BackoffRate\":2,\"MaxAttempts\":3}],"
                                    + "\"Catch\":[{\"ErrorEquals\":[\"E\"],\"ResultPath\":null,\"Next\":\"B\"}],\"Next\":\"B\"},"
                                    + "\"B\":{\"Type\":\"Choice\",\"Choices\":[{\"And\":[{\"Variable\":\"$.a\",\"IsPresent\":true},"
                                    + "{\"Variable\":\"$.a\",\"NumericGreaterThan\":0}],\"Next\":\"C\"}],\"Default\":\"C\"},"
                                    + "\"C\":{\"Type\":\"Fail\",\"ErrorPath\":\"$.e\",\"CausePath\":\"States.Format('{}', $.c)\"}}}"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A backup without files beside its manifest. */
    static List<byte[]> backup() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry(BackupManifest.FILE));
            zip.write(new BackupManifest(1, null, 0, 0, Map.of()).toJson());
            zip.closeEntry();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return List.of(bytes.toByteArray());
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
