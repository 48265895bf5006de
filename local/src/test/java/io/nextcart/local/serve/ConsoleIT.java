package io.nextcart.local.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextcart.data.browser.Browser;
import io.nextcart.data.browser.Tab;
import io.nextcart.engine.TinyBundle;
import io.nextcart.local.gateway.ApiKey;
import io.nextcart.store.FolderObjectStore;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The console in a real browser. Screenshots stay in {@code target/console} for inspection. */
class ConsoleIT {
    private static final Path PICTURES = Path.of("target", "console");
    private static final String KEY = "server-key";
    private static final String NOTICE = "document.querySelector('#notice').textContent";

    @TempDir
    private static Path folder;

    private static Browser browser;
    private static LocalShop shop;

    @BeforeAll
    static void open() throws Exception {
        browser = Browser.start(Files.createDirectories(folder.resolve("browser")));
        Path store = folder.resolve("store");
        TinyBundle.publish(new FolderObjectStore(store), "v1", folder.resolve("work"), System.currentTimeMillis());
        shop = LocalShop.start(
                new LocalShop.Settings(store.toString(), folder.resolve("data"), 0, ApiKey.of(KEY)), null, line -> {});
    }

    @AfterAll
    static void close() throws Exception {
        Accessible.close(shop, browser);
    }

    @Test
    void nobodyComesInWithoutTheKey() throws Exception {
        try (Tab tab = browser.open(shop.url().resolve("/console"), 1280, false)) {
            tab.until("document.querySelector('input[name=key]')");
            Accessible.check(tab);
            signIn(tab, "another");
            tab.until(NOTICE + " !== ''");
            assertThat(tab.evaluate(
                            "document.querySelectorAll('nav a').length + (sessionStorage.length ? ' kept' : '')"))
                    .isEqualTo("0");
            signIn(tab, KEY);
            tab.until("document.querySelectorAll('nav a').length === 5 && document.querySelector('.good')");
            assertThat(tab.evaluate("document.querySelector('.good').textContent"))
                    .asString()
                    .matches("It is \\d minutes? old\\.");
            tab.evaluate("document.querySelector('#leave').click()");
            tab.until("document.querySelector('input[name=key]')");
            assertThat(tab.evaluate("sessionStorage.length + localStorage.length + document.cookie.length"))
                    .isEqualTo(0);
        }
    }

    @Test
    void whatArrivesAfterSigningOutIsNotShown() throws Exception {
        try (Tab tab = signedIn("rules", 1280, false)) {
            tab.evaluate("(() => { const send = fetch; window.fetch = (...call) => new Promise(answer => {"
                    + " window.release = async () => { answer(await send(...call)); await new Promise(r => setTimeout(r, 50)); };"
                    + " }); location.hash = '#model'; })()");
            tab.until("window.release && document.querySelector('#page').textContent === 'Loading…'");
            tab.evaluate("document.querySelector('#leave').click()");
            tab.evaluate("window.release()");
            assertThat(tab.evaluate("document.querySelectorAll('input[name=key]').length + ' ' + "
                            + "document.querySelector('main').textContent.includes('v1')"))
                    .isEqualTo("1 false");
        }
    }

    @Test
    void aListCanBeTriedBeforeAnyShopperSeesIt() throws Exception {
        try (Tab tab = signedIn("try", 1280, false)) {
            tab.until("document.querySelectorAll('.item').length > 1");
            tab.evaluate("document.querySelector('.item button').click()");
            click(tab, "Show the list");
            tab.until("document.querySelectorAll('tbody tr').length > 1");
            tab.picture(PICTURES, "try-1280");
            assertThat(tab.evaluate("document.querySelector('pre').textContent"))
                    .asString()
                    .startsWith("curl -X POST '" + shop.url() + "/v1/recommendations'")
                    .contains("\"session\":[{\"item_id\":")
                    .doesNotContain(KEY);
            assertThat(complaints(tab)).isEmpty();
            Accessible.check(tab); // complains about its own canvas
        }
    }

    @Test
    void aRuleIsKeptChangedDeletedAndBroughtBack() throws Exception {
        try (Tab tab = signedIn("rules", 1280, false)) {
            type(tab, "rule_id", "first & <b>");
            type(tab, "type", "pin");
            assertThat(tab.evaluate("[...document.querySelectorAll('form label')].filter(one => one.offsetParent)"
                            + ".map(one => one.querySelector('input, select').name).join()"))
                    .asString()
                    .contains("item_id,position")
                    .doesNotContain("factor", "count");
            type(tab, "item_id", "c");
            type(tab, "position", "2");
            click(tab, "Save the rule");
            tab.until(NOTICE + ".startsWith('The rule first & <b> is saved')");
            assertThat(tab.evaluate("document.querySelector('tbody tr').textContent"))
                    .asString()
                    .startsWith("first & <b>pinitem c at position 2allalways");
            click(tab, "Edit");
            type(tab, "position", "3");
            click(tab, "Save the rule");
            tab.until("document.querySelector('tbody tr').textContent.includes('at position 3')");
            tab.picture(PICTURES, "rules-1280");
            tab.evaluate("window.confirm = () => true");
            click(tab, "Delete");
            tab.until("!document.querySelector('tbody')");
            click(tab, "Bring back");
            tab.until("document.querySelector('tbody tr') && " + NOTICE + ".endsWith('are back.')");
            assertThat(send("GET", "/v1/rules", "").body()).contains("\"version\":4", "\"position\":3");
            assertThat(complaints(tab)).isEmpty();
        }
    }

    @Test
    void aRuleThatIsWrongSaysWhere() throws Exception {
        try (Tab tab = signedIn("rules", 1280, false)) {
            type(tab, "rule_id", "bad");
            type(tab, "type", "slot");
            click(tab, "Save the rule");
            tab.until(NOTICE + ".includes('category: ')");
        }
    }

    @Test
    void anItemIsTakenOutOfStock() throws Exception {
        assertThat(send("PUT", "/v1/items/b", "{\"available\":true,\"title\":\"<img src=x>\"}")
                        .statusCode())
                .isEqualTo(200);
        try (Tab tab = signedIn("items", 1280, false)) {
            type(tab, "item", "b");
            click(tab, "Look up");
            tab.until("[...document.querySelectorAll('td')].some(one => one.textContent === '<img src=x>')");
            click(tab, "It is out of stock");
            tab.until(NOTICE + " !== ''");
            tab.picture(PICTURES, "items-1280");
            assertThat(send("GET", "/v1/items/b", "").body()).contains("\"available\":false");
            assertThat(complaints(tab)).isEmpty();
            Accessible.check(tab); // complains about its own canvas
        }
    }

    @Test
    void aUserIsDeletedOnceTheIdIsTypedAgain() throws Exception {
        assertThat(send("POST", "/v1/events", "{\"user_id\":\"ü/1\",\"type\":\"view\",\"item_id\":\"a\"}")
                        .statusCode())
                .isEqualTo(202);
        try (Tab tab = signedIn("privacy", 1280, false)) {
            type(tab, "user", "ü/1");
            click(tab, "Look up");
            tab.until("document.querySelectorAll('tbody tr').length === 1");
            tab.evaluate(
                    "URL.createObjectURL = blob => { blob.text().then(text => window.saved = text); return '#privacy'; }");
            click(tab, "Download all data");
            tab.until(NOTICE + ".startsWith('Downloaded all that is stored of ü/1: 1 event.') && window.saved");
            assertThat(tab.evaluate("JSON.parse(window.saved).events.map(one => one.type + ' ' + one.item_id).join()"))
                    .isEqualTo("view a");
            type(tab, "again", "u");
            click(tab, "Delete this user");
            tab.until(NOTICE + ".startsWith('Type the id again')");
            type(tab, "again", "ü/1");
            click(tab, "Delete this user");
            tab.until(NOTICE + ".startsWith('Deleted 1 event of ü/1')");
            assertThat(send("GET", "/v1/users/%C3%BC%2F1/events", "").body()).contains("\"events\":[]");
            assertThat(complaints(tab)).isEmpty();
            Accessible.check(tab);
        }
    }

    @ParameterizedTest
    @CsvSource({"model, 375, true", "try, 375, false", "rules, 375, true", "model, 1280, true"})
    void everyPageFitsItsWindowAndKeepsNobodyOut(String page, int width, boolean dark) throws Exception {
        try (Tab tab = signedIn(page, width, dark)) {
            tab.until(
                    "document.querySelector('.card') && !document.querySelector('#page').textContent.includes('Loading')");
            tab.picture(PICTURES, page + "-" + width + (dark ? "-dark" : ""));
            assertThat(tab.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                    .isEqualTo(0);
            assertThat(complaints(tab)).isEmpty();
            Accessible.check(tab); // complains about its own canvas
        }
    }

    private static Tab signedIn(String page, int width, boolean dark) throws Exception {
        Tab tab = browser.open(shop.url().resolve("/v1/health"), width, dark);
        tab.evaluate("sessionStorage.setItem('nextcart-console-key', '" + KEY + "'); location.href = '/console#" + page
                + "'");
        tab.until(
                "document.querySelector('nav a[aria-current]') && !document.querySelector('#page').textContent.includes('Loading')");
        return tab;
    }

    /** Without that of the page from which {@link #signedIn} sets the key. */
    private static List<String> complaints(Tab tab) {
        return tab.complaints().stream()
                .filter(one -> !one.contains("/favicon.ico"))
                .toList();
    }

    private static void signIn(Tab tab, String key) throws Exception {
        type(tab, "key", key);
        click(tab, "Sign in");
    }

    private static void type(Tab tab, String name, String value) throws IOException {
        tab.evaluate("(() => { const input = document.querySelector('[name=" + name + "]'); input.value = '" + value
                + "'; input.dispatchEvent(new Event('change')); })()");
    }

    /** Clicks the first button with this text. */
    private static void click(Tab tab, String text) throws IOException {
        tab.evaluate("[...document.querySelectorAll('main button')].find(one => one.textContent === '" + text
                + "').click()");
    }

    private static HttpResponse<String> send(String method, String path, String body) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(shop.url().resolve(path))
                                .method(method, HttpRequest.BodyPublishers.ofString(body))
                                .header("X-API-Key", KEY)
                                .header("Content-Type", "application/json")
                                .build(),
                        BodyHandlers.ofString());
    }
}
