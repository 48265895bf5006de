package io.nextcart.functions.recommend;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextcart.functions.api.ProxyCall.Reply;
import io.nextcart.functions.store.RuleStore;
import io.nextcart.store.document.Rule;
import io.nextcart.store.document.Rule.Type;
import io.nextcart.store.document.RuleSet;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShopRulesTest {
    private static final Duration A_MINUTE = Duration.ofMinutes(1);

    @TempDir
    private Path folder;

    private ServedShop shop;

    @BeforeEach
    void start() throws IOException {
        shop = new ServedShop(folder, true);
    }

    @AfterEach
    void stop() {
        shop.close();
    }

    @Test
    void everyListObeysWithinAMinute() throws IOException {
        assertThat(top("GET /v1/popular?k=3")).doesNotContain("l");
        put(1, pin("l", null, null, null));
        shop.pass(A_MINUTE);

        assertThat(top("GET /v1/popular?k=3")).startsWith("l");
        assertThat(top("GET /v1/recommendations/u?k=3")).startsWith("l");
        assertThat(top("GET /v1/items/a/similar?k=3")).startsWith("l");
        assertThat(shop.post("{\"session\":[{\"item_id\":\"a\"}],\"k\":3}").list("items", "item_id"))
                .startsWith("l");

        put(2);
        shop.pass(A_MINUTE);
        assertThat(top("GET /v1/popular?k=3")).doesNotContain("l");
    }

    @Test
    void aPinSaysWhoChoseIt() throws IOException {
        put(1, pin("l", null, null, null));

        Reply reply = shop.call("GET /v1/recommendations/u?k=2&explain=true");

        assertThat(reply.list("items", "source").get(0)).isEqualTo("pinned");
        assertThat(reply.list("items", "reason").get(0)).isEqualTo("chosen by the shop");
        assertThat(rulesOf(reply, 0)).isEqualTo(List.of("pin-l"));
        assertThat(rulesOf(reply, 1)).isEqualTo(List.of());
    }

    @Test
    void aRuleForAPlacementIsForNoOther() throws IOException {
        put(1, pin("l", "home", null, null), pin("k", null, null, null));

        assertThat(top("GET /v1/popular?k=3&placement=home")).startsWith("k", "l");
        assertThat(top("GET /v1/popular?k=3&placement=cart")).startsWith("k").doesNotContain("l");
        assertThat(top("GET /v1/popular?k=3")).startsWith("k").doesNotContain("l");
        assertThat(top("GET /v1/popular?k=3&placement=home")).startsWith("k", "l");
    }

    @Test
    void aRuleAppliesFromItsBeginningToItsEnd() throws IOException {
        long hour = Duration.ofHours(1).toMillis();
        put(1, pin("l", null, ServedShop.NOW_MS + hour, ServedShop.NOW_MS + 2 * hour));

        assertThat(top("GET /v1/popular?k=3")).doesNotContain("l");
        shop.pass(Duration.ofHours(1));
        assertThat(top("GET /v1/popular?k=3")).startsWith("l");
        shop.pass(Duration.ofHours(1));
        assertThat(top("GET /v1/popular?k=3")).doesNotContain("l");
    }

    @Test
    void rulesThatCannotBeReadStayAsTheyWere() throws IOException {
        put(1, pin("l", null, null, null));
        assertThat(top("GET /v1/popular?k=3")).startsWith("l");
        shop.rules.fail(true);
        shop.say("b", false, null);
        shop.pass(A_MINUTE);

        assertThat(top("GET /v1/popular?k=3")).startsWith("l").doesNotContain("b");
        assertThat(shop.measures).contains("catalogue_stale");

        shop.rules.fail(false);
        shop.rules.add(new RuleStore.Version(2, "{\"version\":2,\"rules\":7"));
        shop.pass(A_MINUTE);
        assertThat(top("GET /v1/popular?k=3")).startsWith("l");
    }

    @Test
    void aTableThatWentBackIsFollowed() throws IOException {
        put(1);
        put(2, pin("l", null, null, null));
        assertThat(top("GET /v1/popular?k=3")).startsWith("l");
        shop.rules.clear();
        shop.pass(A_MINUTE);
        assertThat(top("GET /v1/popular?k=3")).doesNotContain("l");
        put(1, pin("k", null, null, null));
        shop.pass(A_MINUTE);
        assertThat(top("GET /v1/popular?k=3")).startsWith("k");
    }

    @Test
    void aChangeOfTheCatalogueReachesTheRules() throws IOException {
        put(1, new Rule("new", Type.HIDE, null, "brand-new", null, null, 0, 0, 0, null, null, null, null));
        assertThat(top("GET /v1/popular?k=3")).contains("a");
        shop.say("a", null, "brand-new");
        shop.pass(A_MINUTE);

        assertThat(top("GET /v1/popular?k=3")).doesNotContain("a");
    }

    private void put(long version, Rule... rules) throws IOException {
        RuleSet set = new RuleSet(version, ServedShop.NOW_MS, List.of(rules));
        assertThat(shop.rules.add(new RuleStore.Version(version, set.toJson().toText())))
                .isTrue();
    }

    private static Rule pin(String item, @Nullable String placement, @Nullable Long fromMs, @Nullable Long untilMs) {
        return new Rule("pin-" + item, Type.PIN, item, null, null, null, 1, 0, 0, placement, fromMs, untilMs, null);
    }

    private List<Object> top(String line) {
        return shop.call(line).list("items", "item_id");
    }

    private static Object rulesOf(Reply reply, int item) {
        return ((Map<?, ?>) reply.list("items", "explain").get(item)).get("rules");
    }
}
