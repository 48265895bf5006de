package io.nextcart.local.serve;

import static io.nextcart.local.serve.ConsolePages.NOTICE;
import static io.nextcart.local.serve.ConsolePages.answer;
import static io.nextcart.local.serve.ConsolePages.click;
import static io.nextcart.local.serve.ConsolePages.complaints;
import static io.nextcart.local.serve.ConsolePages.signIn;
import static io.nextcart.local.serve.ConsolePages.type;
import static org.assertj.core.api.Assertions.assertThat;

import io.nextcart.data.Await;
import io.nextcart.data.browser.Browser;
import io.nextcart.data.browser.Tab;
import io.nextcart.engine.TinyBundle;
import io.nextcart.functions.api.Scope;
import io.nextcart.functions.events.EventsHandler;
import io.nextcart.local.gateway.ApiKey;
import io.nextcart.store.FolderObjectStore;
import io.nextcart.store.ObjectStore;
import io.nextcart.store.document.Current;
import io.nextcart.store.document.JsonObject;
import io.nextcart.store.document.LiftGroups;
import io.nextcart.store.document.LiftRecord;
import io.nextcart.store.document.Manifest;
import io.nextcart.store.document.ModelKind;
import io.nextcart.store.document.TrialCounts;
import io.nextcart.store.document.TrialLook;
import io.nextcart.store.document.TrialRecord;
import io.nextcart.store.document.TrialRecord.Decision;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The console in a real browser. Screenshots stay in {@code target/console} for inspection. */
class ConsoleIT {
    private static final Path PICTURES = Path.of("target", "console");
    private static final String KEY = "admin-key";
    private static final String SERVER_KEY = "server-key";
    private static final String OLD = "20261101T020000Z-00000001";
    private static final String CHAMPION = "20261102T020000Z-00000002";
    private static final String CHALLENGER = "20261103T020000Z-00000003";
    private static final String ROWS = "[...document.querySelectorAll('.card:last-child tbody tr')]";

    @TempDir
    private static Path folder;

    private static Browser browser;
    private static LocalShop shop;
    private static ObjectStore store;

    @BeforeAll
    static void open() throws Exception {
        browser = Browser.start(Files.createDirectories(folder.resolve("browser")));
        Path objects = folder.resolve("store");
        store = new FolderObjectStore(objects);
        put(OLD, ModelKind.RULE, 0.42);
        put(CHAMPION, ModelKind.FITTED, 0.48);
        put(CHALLENGER, ModelKind.FITTED, 0.51);
        store.put(
                "runs/night.json",
                "{\"outcome\":\"refused\",\"version\":\"20261104T020000Z-00000004\",\"ended_at\":1793930400000,\"lines\":[\"Gate: HR@20 is not better than that of co-visitation: +0.2 points (−0.6 to +1.0)\"]}"
                        .getBytes(StandardCharsets.UTF_8));
        TrialCounts champion = new TrialCounts(9200, 7100, 284, 0, 320, 12, 71, 4250, 0);
        TrialCounts challenger = new TrialCounts(1030, 790, 36, 0, 41, 2, 9, 510, 0);
        TrialLook look = new TrialLook(
                1_793_934_000_000L,
                champion,
                challenger,
                new TrialLook.Evidence(0.139, -0.21, 0.58, 1.9, 0.4),
                List.of(),
                TrialLook.Skipped.of(List.of(), 0));
        store.put(
                TrialRecord.key(CHALLENGER),
                TrialRecord.start(CHALLENGER, CHAMPION, 0.1, 1_793_900_000_000L, null)
                        .looked(
                                look,
                                Decision.CONTINUE,
                                "no difference is proven: +13.9 % shoppers with an add-to-cart")
                        .toJson()
                        .toBytes());
        serve(new Current(CHAMPION, CHALLENGER, 0.1, OLD, System.currentTimeMillis()));
        shop = LocalShop.start(
                new LocalShop.Settings(
                        objects.toString(),
                        folder.resolve("data"),
                        0,
                        ApiKey.of(KEY).with(Scope.SERVER, SERVER_KEY, null)),
                null,
                line -> {});
    }

    /** A model with the metrics of a night. */
    private static void put(String version, ModelKind kind, double hitRate) throws IOException {
        TinyBundle.put(store, version, folder.resolve("work"));
        String key = "models/" + version + "/" + Manifest.FILE;
        Manifest bundle = Manifest.parse(store.get(key).orElseThrow().bytes(), key);
        JsonObject details = JsonObject.read(
                String.format(
                                Locale.ROOT,
                                "{\"gate\":\"passed\",\"metrics\":{\"model\":{\"hr@20\":%1$s},\"co_visitation\":{\"hr@20\":0.4}},"
                                        + "\"evaluation\":{\"intervals\":{\"hr@20\":{\"value\":%1$s,\"low\":0.4,\"high\":0.55},"
                                        + "\"mrr@20\":{\"value\":0.2,\"low\":0.19,\"high\":0.21}},\"lead_over\":{"
                                        + "\"co_visitation\":{\"hr@20\":{\"value\":0.031,\"low\":0.012,\"high\":0.05}},"
                                        + "\"popularity\":{\"hr@20\":{\"value\":0.2,\"low\":0.18,\"high\":0.22}}}}}",
                                hitRate)
                        .getBytes(StandardCharsets.UTF_8),
                "test",
                "details");
        store.put(
                key,
                new Manifest(
                                version,
                                bundle.schemaHash(),
                                bundle.objective(),
                                kind,
                                bundle.parent(),
                                bundle.files(),
                                details)
                        .toJson());
    }

    private static void serve(Current current) throws IOException {
        store.put(Current.KEY, current.toJson());
    }

    @AfterAll
    static void close() throws Exception {
        Accessible.close(shop, browser);
    }

    @Test
    void nobodyComesInWithoutTheKey() throws Exception {
        assertThat(send("GET", "/v1/popular", "").statusCode()).isEqualTo(200);
        try (Tab tab = browser.open(shop.url().resolve("/console"), 1280, false)) {
            tab.until("document.querySelector('input[name=key]')");
            Accessible.check(tab);
            signIn(tab, "another");
            tab.until(NOTICE + " !== ''");
            assertThat(tab.evaluate(
                            "document.querySelectorAll('nav a').length + (sessionStorage.length ? ' kept' : '')"))
                    .isEqualTo("0");
            signIn(tab, KEY);
            tab.until("document.querySelectorAll('nav a').length === 6 && document.querySelector('.signs')");
            assertThat(tab.list("[...document.querySelectorAll('.signs li')].map(one => one.textContent)"))
                    .last(InstanceOfAssertFactories.STRING)
                    .as("by when it was trained, not by when it was put into service")
                    .matches("The model \\S+ is \\d+ days old\\.");
            tab.evaluate("document.querySelector('#leave').click()");
            tab.until("document.querySelector('input[name=key]')");
            assertThat(tab.evaluate("sessionStorage.length + localStorage.length + document.cookie.length"))
                    .isEqualTo(0);
        }
    }

    @Test
    void theFirstPageSaysWhetherItWorksWhatItBringsAndWhatItCosts() throws Exception {
        assertThat(send("GET", "/v1/popular", "").statusCode()).isEqualTo(200);
        assertThat(send("POST", "/v1/events", "{\"user_id\":\"t\",\"type\":\"view\",\"item_id\":\"a\"}")
                        .statusCode())
                .isEqualTo(202);
        LiftGroups all = groups(1000, 50, 9000, 540, 0.05, 0.4);
        store.put(
                LiftRecord.KEY,
                LiftRecord.begin(0.1, 1_793_900_000_000L)
                        .looked(
                                new LiftRecord.Look(1_793_934_000_000L, 1_793_900_000_000L, all),
                                Map.of(),
                                Map.of("cart", groups(1000, 0, 9000, 90, -0.9, Double.POSITIVE_INFINITY)))
                        .toJson()
                        .toBytes());
        try (Tab tab = signedIn("", 375, false)) {
            assertThat(tab.evaluate("document.querySelector('nav a[aria-current]').textContent"))
                    .isEqualTo("Today");
            assertThat(tab.evaluate("document.querySelector('.signs').textContent"))
                    .asString()
                    .matches("None of \\d+ requests failed today\\.Half of all lists took at most [0-9.]+ ms, .*");
            assertThat(tab.evaluate("document.querySelector('main').textContent"))
                    .asString()
                    .contains(
                            "Cold starts: not known. This server is one process: it starts once.",
                            "Alarms: not known. A server on one machine has none.",
                            "+20.0 % (+5.0 % to +40.0 %) more shoppers with an add-to-cart than in the control group, which sees popular items: 6.0 % of 9,000, against 5.0 % of 1,000. A difference is proven.",
                            "cart1.0 % of 9,0000.0 % of 1,000any (−90.0 % to any)",
                            "Not known. On one machine nobody charges for requests");
            tab.picture(PICTURES, "today-lift-375");
            assertThat(complaints(tab)).isEmpty();
        }
        try (Tab tab = signedIn("today", 1280, false, SERVER_KEY)) {
            assertThat(tab.evaluate("document.querySelector('main').textContent"))
                    .asString()
                    .contains("Today needs an admin’s key.");
        }
        store.delete(LiftRecord.KEY);
    }

    private static LiftGroups groups(
            long control, long ofControl, long others, long ofOthers, double low, double high) {
        return new LiftGroups(
                new LiftGroups.Group(control, ofControl, 0, 0, 0, 0),
                new LiftGroups.Group(others, ofOthers, 0, 0, 0, 0),
                low,
                high);
    }

    @Test
    void whatArrivesAfterSigningOutIsNotShown() throws Exception {
        try (Tab tab = signedIn("rules", 1280, false)) {
            tab.evaluate("(() => { const send = fetch; window.fetch = (...call) => new Promise(answer => {"
                    + " window.release = async () => { answer(await send(...call)); await new Promise(r => setTimeout(r, 50)); };"
                    + " }); location.hash = '#models'; })()");
            tab.until("window.release && document.getElementById('page').textContent === 'Loading…'");
            tab.evaluate("document.querySelector('#leave').click()");
            tab.evaluate("window.release()");
            assertThat(tab.evaluate("document.querySelectorAll('input[name=key]').length + ' ' + "
                            + "document.querySelector('main').textContent.includes('" + CHAMPION + "')"))
                    .isEqualTo("1 false");
        }
    }

    @Test
    void theModelsAreShownAndOneIsRolledBackOnceConfirmed() throws Exception {
        serve(new Current(CHAMPION, CHALLENGER, 0.1, OLD, System.currentTimeMillis()));
        try (Tab tab = signedIn("models", 375, false)) {
            assertThat(tab.list(ROWS + ".map(row => [...row.children].slice(1).map(one => one.textContent).join('|'))"))
                    .isEqualTo(
                            List.of(
                                    "20261104T020000Z-00000004refused|–|–|HR@20 is not better than that of co-visitation: +0.2 points (−0.6 to +1.0)|Report",
                                    CHALLENGER
                                            + "fitted, on trial, trial: running|51.0 (40.0 to 55.0)|3.1 (1.2 to 5.0)over co-visitation|passedOther metricsMRR@20 20.0 (19.0 to 21.0)|Report ",
                                    CHAMPION
                                            + "fitted, in service|48.0 (40.0 to 55.0)|3.1 (1.2 to 5.0)over co-visitation|passedOther metricsMRR@20 20.0 (19.0 to 21.0)|Report ",
                                    OLD
                                            + "rule, previous champion|42.0 (40.0 to 55.0)|3.1 (1.2 to 5.0)over co-visitation|passedOther metricsMRR@20 20.0 (19.0 to 21.0)|Report Roll back to it"));
            assertThat(tab.evaluate("document.querySelector('.card:nth-child(2)').textContent"))
                    .asString()
                    .contains(
                            CHALLENGER + " has been shown to 10 % of the shoppers since ",
                            "So far: no difference is proven: +13.9 % shoppers",
                            "all9,2001,030",
                            "of these, with an add-to-cart from a list284 (4.0 %)36 (4.6 %)",
                            "it lies between −21.0 % and +58.0 %",
                            "is better: 1.9, worse: 0.4");
            tab.picture(PICTURES, "models-history-375");
            answer(tab, false);
            click(tab, "Roll back to it");
            assertThat(tab.evaluate("window.asked"))
                    .isEqualTo("Roll back to " + OLD + "? Every shopper gets it, and " + CHAMPION
                            + " becomes the previous champion. The trial of " + CHALLENGER
                            + " ends. Lists change within a minute.");
            assertThat(send("GET", "/v1/models", "").body()).contains("\"champion\":\"" + CHAMPION + "\"");
            answer(tab, true);
            click(tab, "Roll back to it");
            tab.until(NOTICE + " === '" + OLD + " is in service. Lists change within a minute.'");
            assertThat(send("GET", "/v1/models", "").body())
                    .contains("\"champion\":\"" + OLD + "\",\"challenger\":null,", "\"previous\":\"" + CHAMPION + "\"");
            assertThat(complaints(tab)).isEmpty();
            Accessible.check(tab);
        }
    }

    @Test
    void theReportOfAModelIsReadOnThePageAndSavedAsAFile() throws Exception {
        serve(new Current(CHAMPION, null, 0, OLD, System.currentTimeMillis()));
        store.put("models/" + CHAMPION + "/report.html", """
                <!doctype html><html><head><style>p { color: red }</style></head><body><main>
                <section id="log"><h2>1. What was read</h2>
                <p>Two rows &lt;b&gt;.</p>
                <figure><h3>Rows</h3><div class="plot"></div><details><summary>Table</summary><table><caption>Rows</caption>
                <thead><tr><th>Day</th><th>Rows</th></tr></thead><tbody><tr><th scope="row">Monday</th><td>2</td></tr></tbody>
                </table></details></figure></section></main>
                <script>window.ran = true</script></body></html>""".getBytes(StandardCharsets.UTF_8));
        try (Tab tab = signedIn("models", 375, true)) {
            tab.evaluate("[..." + ROWS + ".find(one => one.textContent.includes('" + CHAMPION
                    + "')).querySelectorAll('button')].find(one => one.textContent === 'Report').click()");
            tab.until("document.querySelector('div[lang=en] .card')");
            assertThat(tab.evaluate("document.getElementById('page').textContent"))
                    .asString()
                    .startsWith("Report of " + CHAMPION)
                    .endsWith("1. What was readTwo rows <b>.RowsDayRowsMonday2");
            tab.evaluate(
                    "URL.createObjectURL = blob => { blob.text().then(text => window.saved = text); return '#models'; }");
            click(tab, "Download with plots");
            tab.until("window.saved");
            assertThat(
                            tab.evaluate(
                                    "window.saved.endsWith('<script>window.ran = true</script></body></html>') + ' ' + window.ran"))
                    .isEqualTo("true undefined");
            tab.picture(PICTURES, "report-375-dark");
            assertThat(complaints(tab)).isEmpty();
            Accessible.check(tab); // complains about its own canvas
            click(tab, "Back to the models");
            tab.until("document.querySelector('.card') && " + ROWS + ".length === 4");
        }
        try (Tab tab = signedIn("models", 1280, false, SERVER_KEY)) {
            click(tab, "Report");
            tab.until(NOTICE + ".endsWith('It takes an admin’s.')");
        }
    }

    @Test
    void aChallengerIsPromotedUnlessSomethingElseServesByNow() throws Exception {
        serve(new Current(CHAMPION, CHALLENGER, 0.1, OLD, System.currentTimeMillis()));
        try (Tab tab = signedIn("models", 1280, false)) {
            answer(tab, true);
            serve(new Current(CHAMPION, CHALLENGER, 0.2, OLD, 1));
            click(tab, "Promote the challenger");
            tab.until(NOTICE + ".startsWith('Somebody has changed it since')");
            tab.evaluate("location.reload()");
            tab.until(
                    "[...document.querySelectorAll('main button')].some(one => one.textContent === 'Promote the challenger')"
                            + " && document.querySelector('main').textContent.includes('20 %')");
            answer(tab, true);
            click(tab, "Promote the challenger");
            tab.until(NOTICE + ".startsWith('" + CHALLENGER + " is promoted.')");
            assertThat(send("GET", "/v1/models", "").body())
                    .contains("\"champion\":\"" + CHALLENGER + "\",\"challenger\":null,");
        }
    }

    @Test
    void aServersKeySeesModelsAndChangesNone() throws Exception {
        serve(new Current(CHAMPION, null, 0, OLD, System.currentTimeMillis()));
        try (Tab tab = signedIn("models", 375, false, SERVER_KEY)) {
            answer(tab, true);
            click(tab, "Roll back to it");
            tab.until(NOTICE + ".endsWith('It takes an admin’s.')");
            tab.picture(PICTURES, "models-refused-375");
            assertThat(send("GET", "/v1/models", "").body()).contains("\"champion\":\"" + CHAMPION + "\"");
        }
    }

    @Test
    void aListCanBeTriedBeforeAnyShopperSeesIt() throws Exception {
        serve(new Current(CHAMPION, CHALLENGER, 0.1, OLD, System.currentTimeMillis()));
        assertThat(send("PUT", "/v1/items/f", "{\"available\":false,\"title\":\"Boots\"}")
                        .statusCode())
                .isEqualTo(200);
        try (Tab tab = signedIn("try", 1280, false)) {
            tab.until("document.querySelectorAll('.item').length > 1");
            tab.evaluate("document.querySelectorAll('.item button')[1].click()");
            // Models and catalogue follow within seconds.
            tab.until(
                    "(() => { if (!window.waits) { window.waits = true; setTimeout(() => { window.waits = false; }, 200);"
                            + " [...document.querySelectorAll('main button')].find(one => one.textContent === 'Show the list').click(); }"
                            + " return [...document.querySelectorAll('h2')].some(one => one.textContent === 'Champion beside challenger')"
                            + " && document.querySelector('main').textContent.includes('cannot be bought'); })()");
            assertThat(tab.list(ROWS + ".map(row => [...row.children].map(one => one.textContent).join('|'))"))
                    .extracting(Object::toString)
                    .contains("Boots f|the shop says that it cannot be bought|–")
                    .anyMatch(one -> one.endsWith("|it is in the cart|–"));
            assertThat(
                            tab.list(
                                    "[...document.querySelectorAll('.card')].find(one => one.querySelector('h2').textContent.startsWith('Champion'))"
                                            + ".querySelectorAll('tbody tr td:last-child').values().map(one => one.textContent).toArray()"))
                    .isNotEmpty()
                    .allSatisfy(one -> assertThat((String) one).endsWith(", same place"));
            tab.picture(PICTURES, "try-1280");
            assertThat(tab.evaluate("document.querySelector('pre').textContent"))
                    .asString()
                    .startsWith("curl -X POST '" + shop.url() + "/v1/recommendations'")
                    .contains("\"session\":[{\"item_id\":")
                    .doesNotContain(KEY);
            assertThat(complaints(tab)).isEmpty();
            Accessible.check(tab); // complains about its own canvas
        }
        assertThat(send("PUT", "/v1/items/f", "{\"available\":true}").statusCode())
                .isEqualTo(200);
    }

    @Test
    void aRuleIsKeptChangedDeletedAndBroughtBack() throws Exception {
        try (Tab tab = signedIn("rules", 1280, false)) {
            type(tab, "rule_id", "rule 1 & <b>");
            type(tab, "type", "pin");
            assertThat(tab.evaluate("[...document.querySelectorAll('form label')].filter(one => one.offsetParent)"
                            + ".map(one => one.querySelector('input, select').name).join()"))
                    .asString()
                    .contains("item_id,position")
                    .doesNotContain("factor", "count");
            type(tab, "item_id", "c");
            type(tab, "position", "2");
            click(tab, "Save the rule");
            tab.until(NOTICE + ".startsWith('The rule rule 1 & <b> is saved')");
            assertThat(tab.evaluate("document.querySelector('tbody tr').textContent"))
                    .asString()
                    .startsWith("rule 1 & <b>pinitem c at position 2allalways");
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
            assertThat(send("GET", "/v1/rules", "").body()).contains("\"position\":3");
            assertThat(complaints(tab)).isEmpty();
        }
    }

    @Test
    void aRuleIsTriedBeforeItIsStored() throws Exception {
        String stored = send("GET", "/v1/rules", "").body();
        try (Tab tab = signedIn("rules", 375, false)) {
            type(tab, "rule_id", "drafted");
            type(tab, "type", "pin");
            type(tab, "item_id", "l");
            click(tab, "Try it first");
            tab.until("document.querySelectorAll('.item').length > 1");
            assertThat(tab.evaluate("document.querySelector('[aria-label=\"Draft rules\"]').textContent"))
                    .isEqualTo("drafted: pin item l at position 1×");
            click(tab, "Show the list");
            tab.until("[...document.querySelectorAll('h2')].some(one => one.textContent === 'With the draft')");
            assertThat(tab.evaluate(
                            "[...document.querySelectorAll('.card')].find(one => one.querySelector('h2').textContent === 'With the draft')"
                                    + ".querySelector('tbody tr').lastChild.textContent"))
                    .asString()
                    .startsWith("l");
            assertThat(send("GET", "/v1/rules", "").body()).isEqualTo(stored);
            assertThat(tab.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                    .isEqualTo(0);
            tab.picture(PICTURES, "draft-375");
            answer(tab, true);
            click(tab, "Store the draft");
            tab.until(NOTICE + ".startsWith('The draft is stored.')");
            assertThat(send("GET", "/v1/rules", "").body()).contains("\"drafted\"");
            assertThat(tab.evaluate("document.querySelectorAll('[aria-label=\"Draft rules\"]').length"))
                    .isEqualTo(0);
            assertThat(complaints(tab)).isEmpty();
            Accessible.check(tab);
        }
        assertThat(send("DELETE", "/v1/rules/drafted", "").statusCode()).isEqualTo(200);
    }

    @Test
    void anItemThatNothingKnowsIsPinnedOnlyWhenAskedTwice() throws Exception {
        try (Tab tab = signedIn("rules", 1280, false)) {
            type(tab, "rule_id", "typo");
            type(tab, "type", "pin");
            type(tab, "item_id", "no-such");
            answer(tab, false);
            click(tab, "Save the rule");
            tab.until("window.asked && window.asked.startsWith('Neither the live catalogue nor') "
                    + "&& !document.querySelector('button.main').disabled");
            assertThat(send("GET", "/v1/rules", "").body()).doesNotContain("typo");
            answer(tab, true);
            click(tab, "Save the rule");
            tab.until(NOTICE + ".startsWith('The rule typo is saved')");
        }
        assertThat(send("DELETE", "/v1/rules/typo", "").statusCode()).isEqualTo(200);
    }

    @Test
    void anItemIsHiddenByARuleAndShownAgain() throws Exception {
        String item = "{\"title\":\"A lamp\",\"price\":12.5}";
        assertThat(send("PUT", "/v1/items/lamp", item).statusCode()).isEqualTo(200);
        try (Tab tab = signedIn("items", 375, false)) {
            lookUp(tab, "lamp");
            answer(tab, true);
            click(tab, "Hide it everywhere");
            tab.until(
                    "document.querySelector('main').textContent.includes('Hidden in every list by the rule hide-lamp.')");
            assertThat(send("GET", "/v1/rules", "").body())
                    .contains("{\"rule_id\":\"hide-lamp\",\"type\":\"hide\",\"item_id\":\"lamp\"}");
            assertThat(send("GET", "/v1/items/lamp", "").body()).contains("A lamp", "12.5");
            tab.picture(PICTURES, "items-hidden-375");
            click(tab, "Show it again");
            tab.until("!document.querySelector('main').textContent.includes('Hidden in every list')");
            assertThat(send("GET", "/v1/rules", "").body()).doesNotContain("hide-lamp");
            assertThat(complaints(tab)).isEmpty();
            Accessible.check(tab);
        }
        try (Tab tab = signedIn("items", 375, false, SERVER_KEY)) {
            lookUp(tab, "lamp");
            answer(tab, true);
            click(tab, "Hide it everywhere");
            tab.until(NOTICE + " === 'This is a server’s key. It takes an admin’s.'");
        }
        assertThat(send("DELETE", "/v1/items/lamp", "").statusCode()).isEqualTo(200);
    }

    @Test
    void whatTheConsoleLooksAtCountsAsNoListOfAShopper() throws Exception {
        double before = today("lists");
        double levels = levels();
        try (Tab tab = signedIn("try", 1280, false)) {
            tab.until("document.querySelectorAll('.item').length > 1");
            type(tab, "user", "never-seen");
            click(tab, "Show the list");
            tab.until("document.querySelector('main').textContent.includes('No events of never-seen are stored')");
            tab.evaluate("location.hash = '#items'");
            tab.until("document.querySelector('[name=item]')");
            lookUp(tab, "a");
        }
        assertThat(today("lists")).isEqualTo(before);
        assertThat(levels()).isEqualTo(levels);
        assertThat(send("GET", "/v1/popular", "").statusCode()).isEqualTo(200);
        assertThat(today("lists")).isEqualTo(before + 1);
    }

    private static void lookUp(Tab tab, String item) throws Exception {
        type(tab, "item", item);
        click(tab, "Look up");
        tab.until("[...document.querySelectorAll('h2')].some(one => one.textContent === 'Item " + item + "')");
    }

    private static double today(String figure) throws Exception {
        return JsonObject.read(send("GET", "/v1/today", "").body().getBytes(StandardCharsets.UTF_8), "today", "figures")
                .object("today")
                .number(figure);
    }

    private static double levels() throws Exception {
        double all = 0;
        for (String level : List.of("personal", "session", "similar", "category", "popular", "empty")) {
            all += today("level_" + level);
        }
        return all;
    }

    @Test
    void aRuleThatIsWrongSaysWhereAndOneByPriceSaysWhich() throws Exception {
        try (Tab tab = signedIn("rules", 1280, false)) {
            type(tab, "rule_id", "bad");
            type(tab, "type", "slot");
            click(tab, "Save the rule");
            tab.until(NOTICE + ".includes('category: ')");
            type(tab, "min_price", "20");
            type(tab, "max_price", "10");
            click(tab, "Save the rule");
            tab.until(NOTICE + ".includes('max_price: ')");
            type(tab, "max_price", "30.5");
            click(tab, "Save the rule");
            tab.until(NOTICE + ".startsWith('The rule bad is saved')");
            assertThat(tab.evaluate("document.querySelector('tbody tr').textContent"))
                    .asString()
                    .startsWith("badslotprice 20 to 30.5, at least 2 per page");
            click(tab, "Edit");
            assertThat(tab.evaluate("document.querySelector('[name=max_price]').value"))
                    .isEqualTo("30.5");
        }
        assertThat(send("DELETE", "/v1/rules/bad", "").statusCode()).isEqualTo(200);
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
            click(tab, "Out of stock");
            tab.until(NOTICE + " !== ''");
            tab.picture(PICTURES, "items-1280");
            assertThat(send("GET", "/v1/items/b", "").body()).contains("\"available\":false");
            assertThat(complaints(tab)).isEmpty();
            Accessible.check(tab); // complains about its own canvas
        }
    }

    @Test
    void anUnknownItemIsSaidToBeUnknownAndNothingIsLoggedAsAnError() throws Exception {
        try (Tab tab = signedIn("items", 375, false)) {
            lookUp(tab, "never-mentioned");
            assertThat(tab.evaluate("document.getElementById('page').textContent"))
                    .asString()
                    .contains("The live catalogue does not hold it.");
            tab.picture(PICTURES, "items-unknown-375");
            assertThat(complaints(tab)).isEmpty();
            Accessible.check(tab);
        }
    }

    @Test
    void whatNobodyViewedIsShownAndLookedUpAtAClick() throws Exception {
        assertThat(send("PUT", "/v1/items/sofa", "{\"title\":\"A sofa\"}").statusCode())
                .isEqualTo(200);
        Await.until(() -> send("GET", "/v1/catalogue", "").body().contains("A sofa"), "the catalogue is read");
        try (Tab tab = signedIn("items", 375, false, SERVER_KEY)) {
            assertThat(tab.evaluate("document.querySelector('.card:last-child').textContent"))
                    .asString()
                    .contains(
                            "In the catalogue, but never viewed, put in the cart or bought: 1 item▢A sofa sofaLook up");
            tab.evaluate("document.querySelector('.item button').click()");
            tab.until("[...document.querySelectorAll('h2')].some(one => one.textContent === 'Item sofa')");
            tab.picture(PICTURES, "items-passed-375");
            assertThat(complaints(tab)).isEmpty();
            Accessible.check(tab);
        }
        assertThat(send("DELETE", "/v1/items/sofa", "").statusCode()).isEqualTo(200);
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
            tab.until(NOTICE + ".startsWith('Downloaded all that is stored about ü/1: 1 event.') && window.saved");
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
    @CsvSource({"try, 375, false", "today, 1280, false", "models, 1280, true"})
    void everyPageFitsItsWindowAndKeepsNobodyOut(String page, int width, boolean dark) throws Exception {
        try (Tab tab = signedIn(page, width, dark)) {
            tab.picture(PICTURES, page + "-" + width + (dark ? "-dark" : ""));
            assertThat(tab.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                    .isEqualTo(0);
            assertThat(complaints(tab)).isEmpty();
            Accessible.check(tab); // complains about its own canvas
        }
    }

    @Test
    void itSpeaksTheBrowsersLanguageUntilAnotherIsChosen() throws Exception {
        try (Tab tab = browser.open(shop.url().resolve("/v1/health"), 375, false)) {
            tab.speak("de-AT,en");
            ConsolePages.signIn(tab, "models", KEY);
            assertThat(tab.evaluate("document.documentElement.lang + document.querySelector('nav').textContent"))
                    .isEqualTo("deHeuteModelleAusprobierenRegelnArtikelDatenschutz");
            assertThat(tab.evaluate("document.querySelector('main').textContent"))
                    .asString()
                    .contains("48,0 (40,0 bis 55,0)");
            for (String language : List.of("en", "de", "en")) {
                tab.evaluate("(() => { const all = document.querySelector('#languages'); all.value = '" + language
                        + "'; all.dispatchEvent(new Event('change')); })()");
                tab.until("document.documentElement.lang === '" + language
                        + "' && document.querySelector('tbody') && localStorage.getItem('nextcart-console-language') === '"
                        + language + "'");
            }
            tab.evaluate("location.reload()");
            tab.until("document.querySelector('nav a[aria-current]')?.textContent === 'Models'"
                    + " && document.querySelector('main').textContent.includes('48.0 (40.0 to 55.0)')");
        }
    }

    /** Words of the API's own sentences stay English, and are marked as such. */
    @ParameterizedTest
    @ValueSource(strings = {"today", "models", "try", "rules", "items", "privacy"})
    void noEnglishIsLeftInGerman(String page) throws Exception {
        serve(new Current(CHAMPION, CHALLENGER, 0.1, OLD, System.currentTimeMillis()));
        try (Tab tab = browser.open(shop.url().resolve("/v1/health"), 375, true)) {
            tab.speak("de-DE");
            ConsolePages.signIn(tab, page, KEY);
            switch (page) {
                case "try" -> {
                    tab.until("document.querySelectorAll('.item').length > 1");
                    tab.evaluate("document.querySelectorAll('.item button')[1].click()");
                    click(tab, "Liste zeigen");
                    tab.until("document.querySelector('pre')");
                }
                case "items" -> {
                    assertThat(send("PUT", "/v1/items/d", "{\"price\":1234.5}").statusCode())
                            .isEqualTo(200);
                    type(tab, "item", "d");
                    click(tab, "Nachschlagen");
                    tab.until("document.querySelector('h3')");
                }
                case "privacy" -> {
                    type(tab, "user", "ü/9");
                    click(tab, "Nachschlagen");
                    tab.until("document.querySelectorAll('.card').length === 2");
                }
                default -> {}
            }
            Set<String> english = words("en");
            english.removeAll(words("de"));
            assertThat(words(tab.list(
                            "(() => { const texts = [...document.querySelectorAll('[placeholder], [aria-label]')]"
                                    + ".map(one => one.placeholder || one.ariaLabel); const all = document.createTreeWalker(document.body, 4);"
                                    + " while (all.nextNode()) { if (!all.currentNode.parentElement.closest('script, pre, [lang=en]'))"
                                    + " texts.push(all.currentNode.data); } return texts; })()")))
                    .isNotEmpty()
                    .doesNotContainAnyElementsOf(english);
            tab.picture(PICTURES, page + "-375-german");
            assertThat(tab.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                    .isEqualTo(0);
            assertThat(complaints(tab)).isEmpty();
            Accessible.check(tab);
        }
    }

    /** The words of all texts of a language. */
    private static Set<String> words(String language) throws IOException {
        JsonObject all;
        try (InputStream in = EventsHandler.class.getResourceAsStream("console.json")) {
            all = JsonObject.read(in.readAllBytes(), "console.json", "texts by language");
        }
        List<String> texts = new ArrayList<>();
        for (String key : all.object(language).names()) {
            texts.add(all.object(language).text(key));
        }
        return words(texts);
    }

    private static Set<String> words(List<?> texts) {
        return texts.stream()
                .flatMap(text ->
                        Pattern.compile("\\p{L}{3,}").matcher(text.toString()).results())
                .map(word -> word.group().toLowerCase(Locale.ROOT))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Tab signedIn(String page, int width, boolean dark) throws Exception {
        return signedIn(page, width, dark, KEY);
    }

    private static Tab signedIn(String page, int width, boolean dark, String key) throws Exception {
        return ConsolePages.signedIn(browser, shop.url(), page, width, dark, key);
    }

    private static HttpResponse<String> send(String method, String path, String body) throws Exception {
        return ConsolePages.send(shop.url(), KEY, method, path, body);
    }
}
