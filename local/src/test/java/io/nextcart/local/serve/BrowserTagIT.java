package io.nextcart.local.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import io.nextcart.data.Await;
import io.nextcart.data.browser.Browser;
import io.nextcart.data.browser.Tab;
import io.nextcart.engine.TinyBundle;
import io.nextcart.functions.api.Cors;
import io.nextcart.local.gateway.ApiKey;
import io.nextcart.local.http.HttpAnswer;
import io.nextcart.local.http.HttpRequest;
import io.nextcart.local.http.LoopbackServer;
import io.nextcart.store.FolderObjectStore;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The browser tag in a real browser, on pages of another origin with a strict policy, against the real gateway. */
class BrowserTagIT {
    private static final String KEY = "page-key";

    /** What a shop with GA4 has on every page, before the tag: the item of a product page is viewed, a purchase on the page of thanks. */
    private static final String SHOP_SCRIPT = """
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
        TinyBundle.publish(
                new FolderObjectStore(folder.resolve("store")),
                "v1",
                folder.resolve("work"),
                System.currentTimeMillis());
        String origin = pages.url().toString().replaceFirst("/$", "");
        shop = LocalShop.start(
                new LocalShop.Settings(
                        folder.resolve("store").toString(),
                        folder.resolve("data"),
                        0,
                        ApiKey.of(KEY),
                        new Cors(origin),
                        false,
                        null),
                null,
                line -> {});
        ask("PUT", "/v1/items/a", "{\"title\":\"<img src=x onerror=document.title=1> & more\",\"price\":9.5}");
        Await.until(() -> ask("GET", "/v1/popular?fields=title", "").contains("more"), "the title reaches the answers");
    }

    @AfterAll
    static void close() throws Exception {
        for (AutoCloseable each : new AutoCloseable[] {shop, pages, browser}) {
            if (each != null) {
                each.close();
            }
        }
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
                <nextcart-list placement="home" heading="For you" k="4" link="/p/{item_id}" currency="EUR"></nextcart-list></html>
                """.formatted(api, KEY, tag))
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

    private static Tab tab(String path) throws IOException {
        return browser.open(pages.url().resolve(path), 800, false);
    }

    /** Waits until an expression is true in a page, which may load anew meanwhile. */
    private static void until(Tab tab, String expression) throws Exception {
        Await.until(
                () -> {
                    try {
                        return Boolean.TRUE.equals(tab.evaluate("!!(" + expression + ")"));
                    } catch (IOException e) {
                        return false;
                    }
                },
                expression);
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
            until(tab, "window.nextcart && " + CARDS + ".length === 4");
            String visitor = visitor(tab);
            String shown = String.valueOf(
                    tab.evaluate("Object.values(JSON.parse(sessionStorage.getItem('nextcart.shown')))[0].id"));
            String item = String.valueOf(tab.evaluate("decodeURIComponent(" + CARDS + "[1].pathname.slice(3))"));
            tab.evaluate(CARDS + "[1].click()");
            until(tab, "location.pathname.startsWith('/p/') && window.nextcart");
            // What shows the item again is not what led to it.
            tab.evaluate("nextcart.list({k: 4, placement: 'other'})");
            tab.evaluate("gtag('event', 'add_to_cart', {items: [{item_id: '" + item + "', price: 5, quantity: 2}]})");
            tab.evaluate("location.href = '/thanks#" + item + "'");
            until(tab, "location.pathname === '/thanks' && window.nextcart && document.readyState === 'complete'");
            tab.evaluate("location.reload()");
            Await.until(() -> stored(visitor) >= 3, "the purchase is kept");
            until(tab, "window.nextcart && !JSON.parse(sessionStorage.getItem('nextcart.queue') || '[]').length");
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
            until(tab, CARDS + ".length === 4 && [..." + CARDS + "].some(card => card.textContent.includes('more'))");
            assertThat(tab.evaluate("[..." + CARDS + "].find(card => card.textContent.includes('more')).textContent"))
                    .isEqualTo("<img src=x onerror=document.title=1> & more€9.50");
            assertThat(tab.evaluate("document.title")).isEqualTo("A shop");
            assertThat(tab.complaints()).isEmpty();
        }
    }

    @Test
    void nothingLeavesAndNothingIsKeptBeforeConsent() throws Exception {
        try (Tab tab = tab("/consent")) {
            until(tab, "window.nextcart");
            tab.evaluate("localStorage.clear(); sessionStorage.clear(); nextcart.track('view', 'e');"
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
            until(tab, CARDS + ".length === 4");
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
            until(tab, "window.nextcart && document.querySelector('nextcart-list').hidden");
            tab.evaluate(
                    "nextcart.track('view', 'e'); nextcart.track(); nextcart.list(null); nextcart.push(7);"
                            + " dataLayer.push(null, 7, {event: 'purchase'}, {event: 'view_item', ecommerce: {items: [null]}})");
            until(tab, "JSON.parse(sessionStorage.getItem('nextcart.queue')).length === 1");
            // That nobody listens at an address is what the browser itself says.
            assertThat(tab.complaints()).allSatisfy(said -> assertThat(said).contains("ERR_", "network"));
        }
    }

    @Test
    void aShopperWhoLogsInTakesTheVisitAlong() throws Exception {
        try (Tab tab = tab("/")) {
            until(tab, CARDS + ".length === 4");
            tab.evaluate(
                    "nextcart.track('view', 'e'); nextcart.identify('account-7'); nextcart.track('addtocart', 'e')");
            Await.until(() -> stored("account-7") == 1, "the add-to-cart is the account's");
            Object level = tab.evaluate("nextcart.list({k: 3}).then(answer => answer.fallback_level)");
            assertThat(level).isEqualTo("personal");
            assertThat(events(visitor(tab)))
                    .extracting(event -> "" + event.get("item_id"))
                    .contains("e");
        }
    }
}
