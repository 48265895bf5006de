package io.nextcart.store.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class RuleSetTest {
    private static final Rule EVERYTHING = new Rule(
            "ü/1",
            Rule.Type.BOOST,
            null,
            "1016",
            19.99,
            250.0,
            0,
            3.5,
            0,
            "home",
            1_442_545_187_000L,
            1_442_545_188_000L,
            "a \"note\"");

    @Test
    void everyFieldSurvives() throws Exception {
        List<Rule> rules = List.of(
                EVERYTHING,
                new Rule("h", Rule.Type.HIDE, "i", null, null, null, 0, 0, 0, null, null, null, null),
                new Rule("l", Rule.Type.LIMIT, null, null, 0.0, null, 0, 0, 0, null, null, null, null),
                new Rule("p", Rule.Type.PIN, "i", null, null, null, 100, 0, 0, null, null, null, null),
                new Rule("s", Rule.Type.SLOT, null, "c", null, 1e15, 0, 0, 2, null, null, null, null));
        RuleSet set = new RuleSet(7, 1_442_545_187_001L, rules);

        assertThat(RuleSet.read(set.toJson().toBytes(), "the rules")).isEqualTo(set);
    }

    @Test
    void rulesOfReleasesWithoutPricesAreRead() throws Exception {
        RuleSet set = RuleSet.read(
                "{\"version\":1,\"changed_at\":\"2026-11-29T00:00:00Z\",\"rules\":[{\"rule_id\":\"s\",\"type\":\"slot\",\"category\":\"c\",\"count\":2}]}"
                        .getBytes(StandardCharsets.UTF_8),
                "the rules");

        assertThat(set.rules())
                .containsExactly(new Rule("s", Rule.Type.SLOT, null, "c", null, null, 0, 0, 2, null, null, null, null));
    }

    @Test
    void aDamagedDocumentNamesTheField() {
        String text = new RuleSet(7, 0, List.of(EVERYTHING)).toJson().toText();
        assertThatThrownBy(() -> read(text.replace("boost", "shout")))
                .isInstanceOf(DamagedDocumentException.class)
                .hasMessageContaining("field 'rules[0].type' is 'shout'");
        assertThatThrownBy(() -> read("{\"version\":7}"))
                .isInstanceOf(DamagedDocumentException.class)
                .hasMessageContaining("field 'changed_at' is missing");
        assertThatThrownBy(() -> read("[]")).isInstanceOf(DamagedDocumentException.class);
    }

    @Test
    void whatIsStoredHasAVersionOfOneOrMore() {
        assertThatThrownBy(() -> read("{\"version\":0,\"changed_at\":\"2026-03-01T02:00:00Z\"}"))
                .isInstanceOf(DamagedDocumentException.class)
                .hasMessage("the rules: field 'version' is 0, expected 1 or more, since a change is stored");
    }

    @Test
    void aRuleAppliesInItsPlacementFromItsBeginningUntilItsEnd() {
        assertThat(EVERYTHING.applies("home", 1_442_545_186_999L)).isFalse();
        assertThat(EVERYTHING.applies("home", 1_442_545_187_000L)).isTrue();
        assertThat(EVERYTHING.applies("home", 1_442_545_187_999L)).isTrue();
        assertThat(EVERYTHING.applies("home", 1_442_545_188_000L)).isFalse();
        assertThat(EVERYTHING.applies("cart", 1_442_545_187_000L)).isFalse();
        assertThat(EVERYTHING.applies(null, 1_442_545_187_000L)).isFalse();
        assertThat(Rule.applying(List.of(EVERYTHING), "home", 1_442_545_187_000L))
                .containsExactly(EVERYTHING);
        assertThat(Rule.applying(List.of(EVERYTHING), null, 1_442_545_187_000L)).isEmpty();
    }

    private static void read(String text) throws DamagedDocumentException {
        RuleSet.read(text.getBytes(StandardCharsets.UTF_8), "the rules");
    }
}
