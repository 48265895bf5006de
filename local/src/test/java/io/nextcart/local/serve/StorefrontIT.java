package io.nextcart.local.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextcart.data.browser.Browser;
import io.nextcart.data.browser.Tab;
import io.nextcart.engine.TinyBundle;
import io.nextcart.local.gateway.ApiKey;
import io.nextcart.store.FolderObjectStore;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The demo shop in a real browser. Screenshots stay in {@code target/storefront} for inspection. */
class StorefrontIT {
    private static final Path PICTURES = Path.of("target", "storefront");
    private static final String CARDS = "[...document.querySelectorAll('nextcart-list')].flatMap(list =>"
            + " [...list.shadowRoot.querySelectorAll('a')])";

    @TempDir
    private static Path folder;

    private static Browser browser;
    private static LocalShop shop;

    @BeforeAll
    static void open() throws Exception {
        browser = Browser.start(Files.createDirectories(folder.resolve("browser")));
        Path store = folder.resolve("store");
        TinyBundle.publish(new FolderObjectStore(store), "v1", folder.resolve("work"), System.currentTimeMillis());
        shop = serve(store, ApiKey.none());
    }

    private static LocalShop serve(Path store, ApiKey key) throws IOException {
        return LocalShop.start(
                new LocalShop.Settings(store.toString(), Files.createTempDirectory(folder, "data"), 0, key),
                null,
                line -> {});
    }

    @AfterAll
    static void close() throws Exception {
        Accessible.close(shop, browser);
    }

    @Test
    void aVisitFromTheFirstPageToThePurchaseIsToldOnceWithWhatLedToIt() throws Exception {
        try (Tab tab = browser.open(shop.url().resolve("/shop/"), 1280, false)) {
            tab.until(CARDS + ".length >= 4 && document.querySelectorAll('nav a').length > 0");
            tab.picture(PICTURES, "home-1280");
            tab.evaluate(CARDS + "[2].click()");
            tab.until("document.querySelector('.product button') && window.nextcart && " + CARDS + ".length > 0");
            tab.picture(PICTURES, "product-1280");
            tab.evaluate("document.querySelector('.product button').click(); location.href = '/shop/cart'");
            tab.until("document.querySelector('.rows li') && window.nextcart");
            tab.picture(PICTURES, "cart-1280");
            tab.evaluate("document.querySelector('main > button').click()");
            tab.until("!JSON.parse(sessionStorage.getItem('nextcart.queue') || '[]').length");
            List<?> told =
                    tab.list("fetch('/v1/users/' + JSON.parse(localStorage.getItem('nextcart.visitor')) + '/events')"
                            + ".then(answer => answer.json()).then(answer => answer.events)");
            assertThat(told)
                    .extracting(event -> "" + ((Map<?, ?>) event).get("type"))
                    .containsExactly("transaction", "addtocart", "view");
            assertThat(told)
                    .allSatisfy(event ->
                            assertThat(((Map<?, ?>) event).get("placement")).isEqualTo("home"));
            assertThat(tab.complaints()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"375, false", "1280, true"})
    void nothingIsWiderThanTheWindow(int width, boolean dark) throws Exception {
        try (Tab tab = browser.open(shop.url().resolve("/shop/"), width, dark)) {
            tab.until(CARDS + ".length >= 4 && document.querySelectorAll('nav a').length > 0");
            tab.picture(PICTURES, "home-" + width + (dark ? "-dark" : ""));
            assertThat(tab.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                    .isEqualTo(0);
            tab.evaluate("document.querySelector('nav a').click()");
            tab.until("location.pathname.startsWith('/shop/c/') && window.nextcart && " + CARDS + ".length > 0");
            tab.picture(PICTURES, "category-" + width + (dark ? "-dark" : ""));
            assertThat(tab.complaints()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"375, true", "1280, false"})
    void axeFindsNothingThatKeepsPeopleOut(int width, boolean dark) throws Exception {
        try (Tab tab = browser.open(shop.url().resolve("/shop/"), width, dark)) {
            tab.until(CARDS + ".length >= 4 && document.querySelectorAll('nav a').length > 0");
            Accessible.checkWithLists(tab);
            tab.evaluate(CARDS + "[0].click()");
            tab.until("document.querySelector('.product button') && " + CARDS + ".length > 0");
            Accessible.checkWithLists(tab);
            tab.evaluate("document.querySelector('.product button').click(); location.href = '/shop/cart'");
            tab.until("document.querySelector('.rows li') && " + CARDS + ".length > 0");
            Accessible.checkWithLists(tab);
        }
    }

    @Test
    void whereAKeyIsAskedForThereIsNoShop() throws Exception {
        try (LocalShop locked = serve(folder.resolve("nothing"), ApiKey.of("secret"))) {
            URI page = locked.url().resolve("/shop/");
            assertThat(HttpClient.newHttpClient()
                            .send(HttpRequest.newBuilder(page).build(), BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(401);
        }
    }
}
