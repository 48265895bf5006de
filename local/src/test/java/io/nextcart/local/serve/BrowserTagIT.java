package io.nextcart.local.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import io.nextcart.data.Await;
import io.nextcart.data.Event;
import io.nextcart.data.Progress;
import io.nextcart.data.browser.Browser;
import io.nextcart.data.browser.Tab;
import io.nextcart.data.log.NdjsonLog;
import io.nextcart.data.log.RecordLog;
import io.nextcart.engine.TinyBundle;
import io.nextcart.functions.api.Cors;
import io.nextcart.functions.api.trial.Assignment;
import io.nextcart.functions.recommend.RecommendService;
import io.nextcart.functions.rollout.Lift;
import io.nextcart.functions.rollout.RolloutHandler;
import io.nextcart.local.gateway.ApiKey;
import io.nextcart.local.http.HttpAnswer;
import io.nextcart.local.http.HttpRequest;
import io.nextcart.local.http.ListenAddress;
import io.nextcart.local.http.LoopbackServer;
import io.nextcart.store.FolderObjectStore;
import io.nextcart.store.document.LiftGroups;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The browser tag in a real browser, on pages of another origin with a strict policy, against the real gateway. */
class BrowserTagIT {
    private static final String KEY = "page-key";
    /** Share of the control group. */
    private static final double SHARE = 0.3;

    /**
     * What a shop with GA4 has on every page before the tag: a view on product pages, a purchase on the thank-you page.
     */
    private static final String SHOP_SCRIPT = """
        if (location.pathname === '/gpc') Object.defineProperty(navigator, 'globalPrivacyControl', {value: true});
        if (location.pathname === '/dnt') Object.defineProperty(navigator, 'doNotTrack', {value: '1'});
        window.dataLayer = window.dataLayer || [];
        function gtag() { dataLayer.push(arguments); }
        if (location.pathname.startsWith('/p/')) {
          gtag('event', 'view_item', {items: [{item_id: decodeURIComponent(location.pathname.slice(3)), price: 5}]});
        }
        if (location.pathname === '/thanks') {
          dataLayer.push({ecommerce: null}, {event: 'purchase', ecommerce: {transaction_id: 'order-1', value: 10,
            items: [{item_id: location.hash.slice(1), price: 5, quantity: 2}]}});
        }
        """;

    @TempDir
    private static Path folder;

    private static Browser browser;
    private static LocalShop shop;
    private static LoopbackServer pages;

    @BeforeAll
    static void open() throws Exception {
        browser = Browser.start(Files.createDirectories(folder.resolve("browser")));
        pages = LoopbackServer.start("pages", 0, 1 << 16, Duration.ofSeconds(60), BrowserTagIT::page);
        FolderObjectStore store = new FolderObjectStore(folder.resolve("store"));
        TinyBundle.publish(store, "v1", folder.resolve("work"), System.currentTimeMillis());
        TinyBundle.put(store, "v2", folder.resolve("work-v2"));
        assertThat(rollout("archive-of-one", "{\"action\":\"start\",\"version\":\"v2\",\"share\":0.5}"))
                .containsEntry("state", "trial");
        String origin = pages.url().toString().replaceFirst("/$", "");
        shop = LocalShop.start(
                new LocalShop.Settings(
                        folder.resolve("store").toString(),
                        folder.resolve("data"),
                        ListenAddress.loopback(0),
                        ApiKey.of(KEY),
                        new Cors(origin),
                        true,
                        folder.resolve("archive").toString(),
                        new RecommendService.Shares(SHARE, 0),
                        null),
                null,
                line -> {});
        ask("PUT", "/v1/items/a", "{\"title\":\"<img src=x onerror=document.title=1> & more\",\"price\":9.5}");
        Await.until(() -> ask("GET", "/v1/popular?fields=title", "").contains("more"), "the title reaches the answers");
    }

    @AfterAll
    static void close() throws Exception {
        Accessible.close(shop, pages, browser);
    }

    private static HttpAnswer page(HttpRequest request) {
        if (request.path().equals("/shop.js")) {
            return answer("text/javascript", SHOP_SCRIPT);
        }
        String api = api();
        String tag = switch (request.path()) {
            case "/consent" -> "data-consent=\"required\"";
            case "/down" -> "data-api=\"http://127.0.0.1:9\"";
            default -> "";
        };
        return answer("text/html; charset=utf-8", """
            <!doctype html><html lang="en"><title>A shop</title><link rel="icon" href="/shop.js"><script src="/shop.js"></script>
            <script async src="%s/v1/nextcart.js" data-key="%s" %s></script>
            <main><h1>A shop</h1>%s<nextcart-list placement="home" heading="For you" k="4" link="/p/{item_id}" currency="EUR"></nextcart-list></main></html>
            """.formatted(
                                api, KEY, tag, request.path().equals("/low") ? "<br>".repeat(45) : ""))
                .with("Content-Security-Policy", "default-src 'self' " + api + " http://127.0.0.1:9");
    }

    private static HttpAnswer answer(String type, String body) {
        return new HttpAnswer(200, Map.of("Content-Type", List.of(type)), body.getBytes(StandardCharsets.UTF_8));
    }

    private static String api() {
        return shop.url().toString().replaceFirst("/$", "");
    }

    private static String ask(String method, String path, String body) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        java.net.http.HttpRequest.newBuilder(URI.create(api() + path))
                                .header(ApiKey.HEADER, KEY)
                                .method(method, java.net.http.HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        BodyHandlers.ofString())
                .body();
    }

    private static Map<String, Object> rollout(String archive, String request) throws IOException {
        Map<String, String> environment = Map.of(
                "NEXTCART_STORE",
                folder.resolve("store").toString(),
                "NEXTCART_ARCHIVE",
                folder.resolve(archive).toString(),
                "NEXTCART_CONTROL_SHARE",
                "" + SHARE,
                "NEXTCART_TRIAL_SETTLE_MINUTES",
                "0");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new RolloutHandler(environment, Clock.systemUTC())
                .handleRequest(new ByteArrayInputStream(request.getBytes(StandardCharsets.UTF_8)), out, null);
        return JSON.std.mapFrom(out.toByteArray());
    }

    private static Tab tab(String path) throws IOException {
        return browser.open(pages.url().resolve(path), 800, false);
    }

    private static final String CARDS = "document.querySelector('nextcart-list').shadowRoot.querySelectorAll('a')";

    private static List<Map<?, ?>> events(String user) throws Exception {
        List<Map<?, ?>> events = new ArrayList<>();
        for (Object event : (List<?>) JSON.std
                .mapFrom(ask("GET", "/v1/users/" + user + "/events?k=100", ""))
                .get("events")) {
            events.add((Map<?, ?>) event);
        }
        return events;
    }

    private static String visitor(Tab tab) throws IOException {
        return String.valueOf(tab.evaluate("JSON.parse(localStorage.getItem('nextcart.visitor'))"));
    }

    @Test
    void clicksCartsAndPurchasesArriveOnceWithTheAnswerThatLedToThem() throws Exception {
        try (Tab tab = tab("/")) {
            tab.until("window.nextcart && " + CARDS + ".length === 4");
            String visitor = visitor(tab);
            String shown = String.valueOf(
                    tab.evaluate("Object.values(JSON.parse(sessionStorage.getItem('nextcart.shown')))[0].id"));
            String item = String.valueOf(tab.evaluate("decodeURIComponent(" + CARDS + "[1].pathname.slice(3))"));
            tab.evaluate(CARDS + "[1].click()");
            tab.until("location.pathname.startsWith('/p/') && window.nextcart");
            // A later list with the item is not the one that led to it.
            tab.evaluate("nextcart.list({k: 4, placement: 'other'})");
            tab.evaluate("gtag('event', 'add_to_cart', {items: [{item_id: '" + item + "', price: 5, quantity: 2}]})");
            tab.evaluate("location.href = '/thanks#" + item + "'");
            tab.until("location.pathname === '/thanks' && window.nextcart && document.readyState === 'complete'");
            tab.evaluate("location.reload()");
            Await.until(() -> stored(visitor) >= 3, "the purchase is kept");
            tab.until("window.nextcart && !JSON.parse(sessionStorage.getItem('nextcart.queue') || '[]').length");
            List<Map<?, ?>> events = events(visitor);
            assertThat(events)
                    .extracting(event -> event.get("type") + " " + event.get("item_id") + " " + event.get("value"))
                    .containsExactlyInAnyOrder(
                            "transaction " + item + " 10.0", "addtocart " + item + " 10.0", "view " + item + " null");
            assertThat(events)
                    .allSatisfy(
                            event -> assertThat(event.get("recommendation_id")).isEqualTo(shown));
            assertThat(events)
                    .allSatisfy(event -> assertThat(event.get("placement")).isEqualTo("home"));
            assertThat(tab.complaints()).isEmpty();
            assertCounted(visitor, events);
        }
    }

    /**
     * The archive holds the visitor's events once; from these alone, the lift counts each, and so does the trial of a
     * visitor outside the control group.
     */
    private static void assertCounted(String visitor, List<Map<?, ?>> events) throws Exception {
        Await.until(() -> archived(visitor).size() >= events.size(), "the events are in the archive");
        assertThat(archived(visitor))
                .extracting(event -> event.type().wireName() + " " + event.recommendationId() + " " + event.placement())
                .containsExactlyInAnyOrderElementsOf(events.stream()
                        .map(event ->
                                event.get("type") + " " + event.get("recommendation_id") + " " + event.get("placement"))
                        .toList());
        boolean isControl = Assignment.control(SHARE).holds(visitor);
        Path archive = folder.resolve("archive-of-one");
        Path object = Files.createDirectories(archive.resolve("events/dt=" + LocalDate.now(ZoneOffset.UTC)))
                .resolve("a.ndjson.gz");
        try (NdjsonLog.Writer writer = new NdjsonLog.Writer(new GZIPOutputStream(Files.newOutputStream(object)))) {
            for (Event event : archived(visitor)) {
                writer.write(event);
            }
        }
        Lift lift = Lift.of(new FolderObjectStore(archive), SHARE, Long.MIN_VALUE, System.currentTimeMillis());
        LiftGroups home = lift.placements().get("home");
        assertThat(isControl ? home.control() : home.others())
                .extracting(
                        LiftGroups.Group::cartShoppers,
                        LiftGroups.Group::views,
                        LiftGroups.Group::addToCarts,
                        LiftGroups.Group::purchases,
                        LiftGroups.Group::revenue)
                .containsExactly(1L, 1L, 1L, 1L, 10.0);
        assertThat((isControl ? home.others() : home.control()).addToCarts()).isZero();
        Map<String, Object> look = rollout("archive-of-one", "{\"action\":\"compare\",\"alarms\":[]}");
        Map<?, ?> counts =
                (Map<?, ?>) look.get(new Assignment("v2", 0.5).of(visitor).wireName());
        assertThat(List.of(
                        counts.get("clicks"),
                        counts.get("add_to_carts"),
                        counts.get("purchases"),
                        counts.get("mismatched")))
                .isEqualTo(isControl ? List.of(0, 0, 0, 0) : List.of(1, 1, 1, 0));
    }

    private static List<Event> archived(String visitor) throws IOException {
        List<Event> events = new ArrayList<>();
        FolderObjectStore archive = new FolderObjectStore(folder.resolve("archive"));
        for (String key : archive.list("events/")) {
            new RecordLog(key, 0, Progress.NONE)
                    .events(archive.get(key).orElseThrow().bytes(), key, event -> {
                        if (event.userId().value().equals(visitor)) {
                            events.add(event);
                        }
                    });
        }
        return events;
    }

    @ParameterizedTest
    @ValueSource(strings = {"/gpc", "/dnt"})
    void whoAsksNotToBeTrackedSendsNothingAndSeesWhatIsPopular(String path) throws Exception {
        try (Tab tab = tab(path)) {
            tab.until("window.nextcart && " + CARDS + ".length === 4");
            tab.evaluate("nextcart.consent(true); nextcart.identify('account-8'); nextcart.track('view', 'e');"
                    + " gtag('event', 'add_to_cart', {items: [{item_id: 'e'}]}); nextcart.click('a');"
                    + " nextcart.watch(document.body, 'c.v1.x', 'home'); new Promise(done => setTimeout(done, 2500))");
            assertThat(tab.evaluate("Object.keys(localStorage).join() + Object.keys(sessionStorage).join()"))
                    .isEqualTo("nextcart.consent");
            assertThat(tab.requests())
                    .noneMatch(request -> request.contains("/v1/events") || request.endsWith("/v1/recommendations"))
                    .anyMatch(request -> request.contains("/v1/popular?"));
        }
    }

    @Test
    void aListIsAnImpressionWhenHalfOfItWasVisibleForASecond() throws Exception {
        try (Tab tab = tab("/low")) {
            tab.until("window.nextcart && " + CARDS + ".length === 4");
            tab.evaluate("window.sent = []; const plain = fetch; fetch = (to, how) => {"
                    + " if (how.body) sent.push(...(JSON.parse(how.body).impressions || [])); return plain(to, how); };"
                    + " new Promise(done => setTimeout(done, 1500))");
            assertThat(tab.evaluate("sent.length")).as("below the window").isEqualTo(0);
            String shown = String.valueOf(
                    tab.evaluate("Object.values(JSON.parse(sessionStorage.getItem('nextcart.shown')))[0].id"));
            tab.evaluate("document.querySelector('nextcart-list').scrollIntoView()");
            tab.until("sent.length > 0");
            tab.evaluate("scrollTo(0, 0); new Promise(done => setTimeout(done, 300))");
            tab.evaluate("document.querySelector('nextcart-list').scrollIntoView();"
                    + " new Promise(done => setTimeout(done, 2000))");
            assertThat(tab.list("sent")).isEqualTo(List.of(Map.of("recommendation_id", shown, "placement", "home")));
            assertThat(tab.complaints()).isEmpty();
        }
    }

    private static int stored(String user) {
        try {
            return events(user).size();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void textOfTheCatalogueIsTextAndPricesAreThoseOfTheCurrency() throws Exception {
        try (Tab tab = tab("/")) {
            tab.until(CARDS + ".length === 4 && [..." + CARDS + "].some(card => card.textContent.includes('more'))");
            assertThat(tab.evaluate("[..." + CARDS + "].find(card => card.textContent.includes('more')).textContent"))
                    .isEqualTo("<img src=x onerror=document.title=1> & more€9.50");
            assertThat(tab.evaluate("document.title")).isEqualTo("A shop");
            assertThat(tab.complaints()).isEmpty();
            Accessible.checkWithLists(tab);
        }
    }

    @Test
    void nothingLeavesAndNothingIsKeptBeforeConsent() throws Exception {
        try (Tab tab = tab("/consent")) {
            tab.until("window.nextcart");
            tab.evaluate(
                    "localStorage.clear(); sessionStorage.clear(); nextcart.click('e'); nextcart.track('view', 'e');"
                            + " nextcart.identify('account-9');"
                            + " new Promise(done => setTimeout(done, 1500))");
            assertThat(tab.requests())
                    .containsOnly(
                            pages.url().resolve("/consent").toString(),
                            pages.url().resolve("/shop.js").toString(),
                            api() + "/v1/nextcart.js");
            assertThat(tab.evaluate("localStorage.length + sessionStorage.length"))
                    .isEqualTo(0);
            assertThat(tab.evaluate(CARDS + ".length")).isEqualTo(0);
            tab.evaluate("nextcart.consent(true)");
            tab.until(CARDS + ".length === 4");
            Await.until(() -> stored("account-9") == 1, "who logged in before the consent is known after it");
            tab.evaluate("nextcart.identify(null); nextcart.track('view', 'e')");
            String visitor = visitor(tab);
            Await.until(() -> stored(visitor) == 1, "the view is kept");
            tab.evaluate("nextcart.consent(false)");
            assertThat(tab.evaluate("Object.keys(localStorage).join() + Object.keys(sessionStorage).join()"))
                    .isEqualTo("nextcart.consent");
            assertThat(tab.complaints()).isEmpty();
        }
    }

    @Test
    void withTheApiDownThePageGoesOnWithoutAnError() throws Exception {
        try (Tab tab = tab("/down")) {
            tab.until("window.nextcart && document.querySelector('nextcart-list').hidden");
            tab.evaluate("nextcart.track('view', 'e'); nextcart.track(); nextcart.list(null); nextcart.push(7);"
                    + " dataLayer.push(null, 7, {event: 'purchase'}, {event: 'view_item', ecommerce: {items:"
                    + " [null]}})");
            tab.until("JSON.parse(sessionStorage.getItem('nextcart.queue')).length === 1");
            // The browser itself reports an address where nobody listens.
            assertThat(tab.complaints()).allSatisfy(said -> assertThat(said).contains("ERR_", "network"));
        }
    }

    @Test
    void aShopperWhoLogsInTakesTheVisitAlong() throws Exception {
        try (Tab tab = tab("/")) {
            tab.until(CARDS + ".length === 4");
            tab.evaluate(
                    "nextcart.track('view', 'e'); nextcart.identify('account-7'); nextcart.track('addtocart', 'e')");
            Await.until(() -> stored("account-7") == 1, "the add-to-cart is the account's");
            tab.evaluate("window.asked = []; const plain = fetch; fetch = (to, how) => {"
                    + " if (how.body) asked.push(JSON.parse(how.body)); return plain(to, how); }");
            assertThat(tab.evaluate("nextcart.list({k: 3}).then(answer => answer.items.length)"))
                    .isEqualTo(3);
            assertThat(tab.evaluate("asked.filter(one => one.k).map(one => one.user_id + ' '"
                            + " + one.session.map(event => event.type + ' ' + event.item_id)).join()"))
                    .as("the visit goes with the account's own list")
                    .isEqualTo("account-7 view e");
            assertThat(events(visitor(tab)))
                    .extracting(event -> "" + event.get("item_id"))
                    .contains("e");
            tab.evaluate("nextcart.identify(null); nextcart.track('addtocart', 'a')");
            String visitor = visitor(tab);
            Await.until(() -> stored(visitor) == 2, "after the log-out events are the visitor's");
        }
    }
}
