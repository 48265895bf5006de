package io.nextcart.local.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextcart.data.Pseudonyms;
import io.nextcart.data.UserId;
import io.nextcart.local.contract.ApiDocument.Operation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a key, no call of the API reaches the stores with the id of a user. */
class PseudonymsAtTheDoorTest {
    private static final Pseudonyms PSEUDONYMS = Pseudonyms.withKey("0123456789abcdef0123456789abcdef");
    private static final String OF_U1 = "jompLvLzm6XLlidZausoJYDjWqPf0z12HmmHy1P5Zd0";

    private ContractShop shop;

    @BeforeEach
    void open(@TempDir Path folder) throws IOException {
        shop = new ContractShop(folder, true, PSEUDONYMS);
        shop.store.takeNamed();
    }

    @AfterEach
    void close() {
        shop.close();
    }

    @Test
    void everyCallOfTheContractThatTakesAUserNamesItByItsPseudonym() throws Exception {
        Set<String> naming = new TreeSet<>();
        for (Operation operation : ApiDocument.load().operations()) {
            Ask ask = Ask.ofExamples(operation);
            if (operation.id().equals("postRecommendations")) {
                ask.body = "{\"user_id\":\"u1\"}"; // the document's example is of a shopper without an account
            }
            ask.to(shop);
            Set<UserId> named = shop.store.takeNamed();
            assertThat(named)
                    .as(operation.toString())
                    .allMatch(user -> user.value().matches("[A-Za-z0-9_-]{43}"));
            if (!named.isEmpty()) {
                naming.add(operation.id());
            }
            if (ask.toString().contains("user_id") || operation.path.contains("{user_id}")) {
                assertThat(named).as(operation.toString()).isNotEmpty();
            }
        }
        assertThat(naming)
                .containsExactlyInAnyOrder(
                        "postEvents",
                        "getUserEvents",
                        "exportUser",
                        "deleteUser",
                        "getRecommendations",
                        "postRecommendations",
                        "compatiblePut",
                        "compatibleGet",
                        "compatibleRecommendations",
                        "compatibleRecommendationsOffline",
                        "compatibleRecommendationsOnline");
    }

    @Test
    void theExamplesNameNoUserByTheId() throws IOException {
        ApiDocument document = ApiDocument.load();
        for (Example example : Example.all()) {
            if (!example.target().contains("as_stored")) {
                shop.send(document.operation(example.operationId()).method, example.target(), example.body());
            }
        }
        assertThat(shop.store.takeNamed())
                .hasSizeGreaterThan(3)
                .allMatch(user -> user.value().length() == 43);
    }

    @Test
    void aUserIsOneUserInAllCallsAndAnswersHaveTheIdThatWasSent() {
        String view = "{\"user_id\":\"u1\",\"type\":\"view\",\"item_id\":\"a\",\"timestamp\":1442545180000}";
        assertThat(shop.send("POST", "/v1/events", view).body()).contains("\"accepted\":1");
        assertThat(shop.send("POST", "/v1/events", "{\"events\":[" + view + "]}")
                        .body())
                .contains("\"duplicates\":1");
        shop.send("POST", "/put?user_id=u1&item_id=b", null);
        assertThat(shop.send("GET", "/v1/users/u1/events", null).body())
                .startsWith("{\"user_id\":\"u1\",\"events\":[{");
        assertThat(shop.send("POST", "/get?user_id=u1", null).body()).isEqualTo("{\"events\":[\"b\",\"a\"]}");
        assertThat(shop.send("GET", "/v1/recommendations/u1", null).body()).contains("\"fallback_level\":\"personal\"");
        assertThat(shop.store.takeNamed()).containsExactly(new UserId(OF_U1));
        String export = shop.send("GET", "/v1/users/u1/export", null).body();
        assertThat(export).startsWith("{\"user_id\":\"u1\",\"stored_as\":\"" + OF_U1 + "\",");
        assertThat(shop.send("GET", "/v1/users/" + OF_U1 + "/export?as_stored=true", null)
                        .body())
                .isEqualTo(export.replaceFirst("u1", OF_U1));
        assertThat(shop.send("DELETE", "/v1/users/u1", null).body()).isEqualTo("{\"deleted\":2}");
    }

    @Test
    void whatWasStoredBeforeThereWereAnyIsReachedByItsOwnName() {
        // The shop's own two events of u1 are from before.
        assertThat(shop.send("GET", "/v1/users/u1/export", null).body()).contains("\"events\":[]");
        assertThat(shop.send("GET", "/v1/users/u1/export?as_stored=true", null).body())
                .contains("\"addtocart\"");
        assertThat(shop.send("DELETE", "/v1/users/u1?as_stored=true", null).body())
                .isEqualTo("{\"deleted\":2}");
    }
}
