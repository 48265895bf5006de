package io.nextcart.local.serve;

import static io.nextcart.local.serve.ConsolePages.NOTICE;
import static io.nextcart.local.serve.ConsolePages.answer;
import static io.nextcart.local.serve.ConsolePages.click;
import static io.nextcart.local.serve.ConsolePages.complaints;
import static io.nextcart.local.serve.ConsolePages.signIn;
import static io.nextcart.local.serve.ConsolePages.turnTo;
import static io.nextcart.local.serve.ConsolePages.type;
import static org.assertj.core.api.Assertions.assertThat;

import io.nextcart.data.Await;
import io.nextcart.data.Progress;
import io.nextcart.data.browser.Browser;
import io.nextcart.data.browser.Tab;
import io.nextcart.data.synthetic.ShopSpec;
import io.nextcart.data.synthetic.SyntheticShop;
import io.nextcart.functions.api.Scope;
import io.nextcart.local.cli.Nextcart;
import io.nextcart.local.gateway.ApiKey;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A shop manager's day, click by click, on trained models, with the Lambdas as they are deployed. */
@Tag("long")
class ConsolePackagedIT {
    private static final Path PICTURES = Path.of("target", "console");
    private static final String ADMIN = "admin-key";
    private static final String PAGE = "page-key";
    private static final Pattern PUBLISHED = Pattern.compile("Published ([0-9TZa-f-]+)");
    private static final Pattern LISTS = Pattern.compile("\"today\":\\{\"from\":\"[^\"]+\",\"lists\":[1-9]");
    private static final String SHOPPER = "someone new";

    @TempDir
    private Path folder;

    @Test
    void onASyntheticShop() throws Exception {
        Path shop = folder.resolve("shop");
        SyntheticShop.write(new ShopSpec(0.02, 42), shop, Progress.NONE);
        List<Object> files = new ArrayList<>(List.of("--events", shop.resolve(SyntheticShop.EVENTS)));
        files.add("--item-properties");
        SyntheticShop.PROPERTIES.forEach(name -> files.add(shop.resolve(name)));
        files.addAll(List.of("--category-tree", shop.resolve(SyntheticShop.CATEGORIES)));
        workWith("synthetic", files);
    }

    @Test
    void onRealSessions() throws Exception {
        String path = System.getProperty("nextcart.realEvents", System.getenv("NEXTCART_REAL_EVENTS"));
        Assumptions.assumeTrue(path != null, "no real log: set NEXTCART_REAL_EVENTS to an events.csv.gz");
        workWith("real", List.of("--events", Path.of(path)));
    }

    private void workWith(String name, List<Object> log) throws Exception {
        String before = train(log, 1);
        String champion = train(log, 2);
        LocalShop.Settings settings = new LocalShop.Settings(
                folder.resolve("store").toString(),
                folder.resolve("data"),
                0,
                ApiKey.of(ADMIN).with(Scope.PAGE, PAGE, null));
        Path profile = Files.createDirectories(folder.resolve("browser"));
        try (Browser browser = Browser.start(profile);
                LocalShop shop = LocalShop.start(settings, Packages.of(Path.of("..")), line -> {});
                Tab tab = browser.open(shop.url().resolve("/console"), 375, false)) {
            URI url = shop.url();
            for (String wrong : List.of("another", PAGE)) {
                tab.until("document.querySelector('input[name=key]')");
                tab.evaluate("document.querySelector('#notice').textContent = ''");
                signIn(tab, wrong);
                tab.until(NOTICE + " !== '' && document.querySelector('input[name=key]')");
                assertThat(tab.evaluate("document.querySelectorAll('nav a').length"))
                        .isEqualTo(0);
            }
            List<String> refused = tab.complaints(); // the browser logs each 401 and 403
            signIn(tab, ADMIN);
            tab.until("document.querySelectorAll('nav a').length === 6 && document.querySelector('.card')");
            tab.picture(PICTURES, name + "-today-375");

            aListIsShown(tab, url);
            todayCountsIt(tab, url);
            oneRuleHidesAndOnePins(tab, url);
            tab.picture(PICTURES, name + "-rules-375");
            theModelIsRolledBack(tab, url, champion, before);
            tab.picture(PICTURES, name + "-models-375");
            aUserIsDeleted(tab, url);

            assertThat(complaints(tab).stream().filter(one -> !one.contains("Canvas2D"))) // axe-core's own canvas
                    .containsExactlyElementsOf(refused);
            assertThat(tab.requests())
                    .isNotEmpty()
                    .allMatch(one -> one.startsWith(url.toString()) || one.startsWith("blob:"));
        }
    }

    private String train(List<Object> log, int seed) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx2g",
                "-cp",
                System.getProperty("java.class.path"),
                Nextcart.class.getName(),
                "train",
                "--store",
                folder.resolve("store").toString(),
                "--seed",
                Integer.toString(seed),
                "--force"));
        log.forEach(each -> command.add(each.toString()));
        Matcher published = PUBLISHED.matcher(Commands.run(folder, Map.of(), command));
        assertThat(published.find()).isTrue();
        return published.group(1);
    }

    /** Tries the list of a session of one item. */
    private static void aListIsShown(Tab tab, URI shop) throws Exception {
        turnTo(tab, "Try it");
        tab.until("document.querySelectorAll('.item').length > 1");
        tab.evaluate("document.querySelectorAll('.item button')[0].click()");
        click(tab, "Show the list");
        tab.until("document.querySelector('pre') && document.querySelector('.card tbody tr')");
        assertThat(tab.evaluate("document.querySelector('pre').textContent"))
                .asString()
                .startsWith("curl -X POST '" + shop + "/v1/recommendations'");
        fits(tab);
    }

    /** The functions' own counts reach the page. */
    private static void todayCountsIt(Tab tab, URI shop) throws Exception {
        assertThat(popular(shop)).as("a shopper's list, unlike the console's").hasSize(5);
        Await.until(
                () -> LISTS.matcher(ConsolePages.send(shop, ADMIN, "GET", "/v1/today", "")
                                .body())
                        .find(),
                "lists are counted");
        turnTo(tab, "Today");
        tab.until("document.querySelectorAll('.card').length > 1");
        assertThat(tab.evaluate("document.getElementById('page').textContent"))
                .asString()
                .doesNotContain("--packaged");
        fits(tab);
    }

    private static void oneRuleHidesAndOnePins(Tab tab, URI shop) throws Exception {
        List<String> before = popular(shop);
        assertThat(before).hasSize(5);
        turnTo(tab, "Rules");
        save(tab, "hidden", "hide", before.get(0));
        save(tab, "first", "pin", before.get(2));
        Await.until(
                () -> {
                    List<String> now = popular(shop);
                    return now.size() == 5 && now.get(0).equals(before.get(2)) && !now.contains(before.get(0));
                },
                "one item is hidden, and another first");
        fits(tab);
    }

    private static List<String> popular(URI shop) throws Exception {
        String list =
                ConsolePages.send(shop, ADMIN, "GET", "/v1/popular?k=5", "").body();
        return Pattern.compile("\"item_id\":\"([^\"]+)\"")
                .matcher(list)
                .results()
                .map(item -> item.group(1))
                .toList();
    }

    private static void save(Tab tab, String rule, String type, String item) throws Exception {
        type(tab, "rule_id", rule);
        type(tab, "type", type);
        type(tab, "item_id", item);
        click(tab, "Save the rule");
        tab.until(NOTICE + ".startsWith('The rule " + rule + " is saved')");
    }

    private static void theModelIsRolledBack(Tab tab, URI shop, String champion, String before) throws Exception {
        turnTo(tab, "Models");
        answer(tab, true);
        click(tab, "Roll back to it");
        tab.until(NOTICE + ".startsWith('" + before + " is in service.')");
        assertThat(ConsolePages.send(shop, ADMIN, "GET", "/v1/models", "").body())
                .contains("\"champion\":\"" + before + "\"", "\"previous\":\"" + champion + "\"");
        fits(tab);
    }

    private static void aUserIsDeleted(Tab tab, URI shop) throws Exception {
        assertThat(ConsolePages.send(
                                shop,
                                ADMIN,
                                "POST",
                                "/v1/events",
                                "{\"user_id\":\"" + SHOPPER + "\",\"type\":\"view\",\"item_id\":\"a\"}")
                        .statusCode())
                .isEqualTo(202);
        turnTo(tab, "Privacy");
        type(tab, "user", SHOPPER);
        click(tab, "Look up");
        tab.until("document.querySelectorAll('tbody tr').length === 1");
        type(tab, "again", SHOPPER);
        click(tab, "Delete this user");
        tab.until(NOTICE + ".startsWith('Deleted 1 event of " + SHOPPER + "')");
        fits(tab);
    }

    private static void fits(Tab tab) throws IOException {
        assertThat(tab.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                .isEqualTo(0);
        Accessible.check(tab);
    }
}
