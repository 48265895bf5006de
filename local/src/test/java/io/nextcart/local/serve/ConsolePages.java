package io.nextcart.local.serve;

import io.nextcart.data.browser.Browser;
import io.nextcart.data.browser.Tab;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;

/** What a person does in the console, in a real browser. */
final class ConsolePages {
    static final String NOTICE = "document.querySelector('#notice').textContent";

    private ConsolePages() {}

    /** Opens a page of the console by a key. */
    static Tab signedIn(Browser browser, URI shop, String page, int width, boolean dark, String key) throws Exception {
        Tab tab = browser.open(shop.resolve("/v1/health"), width, dark);
        signIn(tab, page, key);
        return tab;
    }

    static void signIn(Tab tab, String page, String key) throws Exception {
        tab.evaluate("sessionStorage.setItem('nextcart-console-key', '" + key + "'); location.href = '/console#" + page
                + "'");
        tab.until("document.querySelector('nav a[aria-current]') && document.querySelector('.card')");
    }

    /** Signs in by the form. */
    static void signIn(Tab tab, String key) throws Exception {
        type(tab, "key", key);
        click(tab, "Sign in");
    }

    /** Goes to another page by the menu. */
    static void turnTo(Tab tab, String page) throws Exception {
        tab.evaluate("[...document.querySelectorAll('nav a')].find(one => one.textContent === '" + page + "').click()");
        tab.until("document.querySelector('nav a[aria-current]').textContent === '" + page
                + "' && document.querySelector('.card')");
    }

    /** Without that of the page from which {@link #signedIn} sets the key. */
    static List<String> complaints(Tab tab) {
        return tab.complaints().stream()
                .filter(one -> !one.contains("/favicon.ico"))
                .toList();
    }

    /** Answers the next questions. */
    static void answer(Tab tab, boolean yes) throws IOException {
        tab.evaluate("(() => { window.confirm = question => { window.asked = question; return " + yes + "; }; })()");
    }

    static void type(Tab tab, String name, String value) throws IOException {
        tab.evaluate("(() => { const input = document.querySelector('[name=" + name + "]'); input.value = '" + value
                + "'; input.dispatchEvent(new Event('change')); })()");
    }

    /** Clicks the first button with this text. */
    static void click(Tab tab, String text) throws IOException {
        tab.evaluate("[...document.querySelectorAll('main button')].find(one => one.textContent === '" + text
                + "').click()");
    }

    static HttpResponse<String> send(URI shop, String key, String method, String path, String body) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(shop.resolve(path))
                                .method(method, HttpRequest.BodyPublishers.ofString(body))
                                .header("X-API-Key", key)
                                .header("Content-Type", "application/json")
                                .build(),
                        BodyHandlers.ofString());
    }
}
