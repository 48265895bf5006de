package io.nextcart.functions.recommend;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextcart.functions.api.ProxyCall.Reply;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class BadRequestsTest {
    @TempDir
    static Path folder;

    private static ServedShop shop;

    @BeforeAll
    static void open() throws IOException {
        shop = new ServedShop(folder, true);
    }

    @AfterAll
    static void close() {
        shop.close();
    }

    @ParameterizedTest
    @CsvSource({
        "k=0, k",
        "k=101, k",
        "k=abc, k",
        "k=, k",
        "k=1.5, k",
        "k=3&k=3, k",
        "exclude=a%00b, exclude",
        "category=, category",
        "category=x&category=a%7Cb, category",
        "offset=-1, offset",
        "offset=1001, offset",
        "offset=ten, offset",
        "offset=1&offset=2, offset",
        "available_only=yes, available_only",
        "exclude_purchased=1, exclude_purchased",
        "exclude_viewed=TRUE, exclude_viewed",
        "diversity=NaN, diversity",
        "diversity=2, diversity",
        "diversity=-0.1, diversity",
        "explain=, explain"
    })
    void aBadParameterIsNamed(String query, String field) {
        Reply reply = shop.call("GET /v1/recommendations/u?" + query);
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.headers()).containsEntry("content-type", "application/problem+json");
        assertThat(reply.list("errors", "field")).containsExactly(field);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"k":"3"}                                        | k
            {"k":3.0}                                        | k
            {"k":1e3}                                        | k
            {"user_id":""}                                   | user_id
            {"user_id":true}                                 | user_id
            {"exclude":"a"}                                  | exclude
            {"exclude":["a",null]}                           | exclude[1]
            {"cart":[["a"]]}                                 | cart[0]
            {"category":["x"]}                               | category
            {"categories":"x"}                               | categories
            {"categories":["x",null]}                        | categories[1]
            {"offset":-1}                                    | offset
            {"offset":1001}                                  | offset
            {"offset":"1"}                                   | offset
            {"available_only":"true"}                        | available_only
            {"diversity":"0.5"}                              | diversity
            {"diversity":1e999}                              | diversity
            {"session":{}}                                   | session
            {"session":"a"}                                  | session
            {"session":["a"]}                                | session[0]
            {"session":[{"item_id":"a"},{}]}                 | session[1].item_id
            {"session":[{"item_id":1.5}]}                    | session[0].item_id
            {"session":[{"item_id":"a","type":"buy"}]}       | session[0].type
            {"session":[{"item_id":"a","type":1}]}           | session[0].type
            {"session":[{"item_id":"a","typ":"addtocart"}]}  | session[0].typ
            {"session":[{"item_id":"a","timestamp":"noon"}]} | session[0].timestamp
            {"session":[{"item_id":"a","timestamp":-5}]}     | session[0].timestamp
            []                                               | body
            7                                                | body
            {"k":1,"k":1}                                    | body
            {"k":NaN}                                        | body
            {"k":1                                           | body
            """)
    void aBadFieldIsNamed(String body, String field) {
        Reply reply = shop.post(body);
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.list("errors", "field")).containsExactly(field);
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/recommendations/u?exclude[]=a, exclude[], exclude",
        "/v1/recommendations/u?exclude[0]=a, exclude[0], exclude",
        "/v1/recommendations/u?exclude%5B%5D=a, exclude[], exclude",
        "/v1/recommendations/u?K=3, K, k",
        "/v1/recommendations/u?car=3, car, cart",
        "/v1/recommendations/u?availableOnly=true, availableOnly, available_only",
        "/v1/recommendations/u?user_Id=u, user_Id, user_id",
        "/v1/recommendations/u?exclude-viewed=true, exclude-viewed, exclude_viewed",
        "/v1/recommendations/u?catgeory=x, catgeory, category",
        "/v1/recommendations/u?diversty=1, diversty, diversity",
        "/v1/items/a/similar?excluded=a, excluded, exclude",
        "/v1/popular?Category=x, Category, category",
        "/v1/popular?carts=x, carts, cart"
    })
    void aNameThatIsNearlyAParameterIsAFaultThatNamesTheRightOne(String line, String found, String meant) {
        Reply reply = shop.call("GET " + line);
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.list("errors"))
                .containsExactly(Map.of("field", found, "reason", "is not a field of this call, expected " + meant));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"K":3}                                              | K
            {"userId":"u"}                                       | userId
            {"Session":[]}                                       | Session
            {"exclude":["a"],"excludes":["b"]}                   | excludes
            {"session":[{"item_id":"a"},{"item_id":"a","Type":"view"}]} | session[1].Type
            """)
    void aMemberThatIsNearlyAFieldIsAFault(String body, String field) {
        Reply reply = shop.post(body);
        assertThat(reply.status()).as(body).isEqualTo(400);
        assertThat(reply.list("errors", "field")).containsExactly(field);
    }

    @ParameterizedTest
    @ValueSource(strings = {"utm_source=x&gclid=1&_=17&v=2&lang=de&callback=f", "cat=1", "theme=0.1&placement=home"})
    void otherUnknownParametersAreIgnored(String query) {
        assertThat(shop.call("GET /v1/recommendations/u?" + query).status()).isEqualTo(200);
    }

    @Test
    void anotherIdThanThatOfThePathIsAFault() {
        Reply reply = shop.call("GET /v1/recommendations/u?user_id=v");
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.list("errors", "field")).containsExactly("user_id");
        assertThat(shop.call("GET /v1/recommendations/u?user_id=u").status()).isEqualTo(200);
        assertThat(shop.call("GET /v1/items/a/similar?item_id=b").status()).isEqualTo(400);
    }

    @Test
    void everyFaultIsToldAtOnce() {
        assertThat(shop.call("GET /v1/recommendations/u%01?k=0&diversity=7&explain=maybe")
                        .list("errors", "field"))
                .containsExactly("user_id", "k", "diversity", "explain");
        assertThat(shop.post("{\"k\":0,\"session\":[{\"type\":\"x\"}]}").list("errors", "field"))
                .containsExactly("session[0].item_id", "session[0].type", "k");
    }

    @Test
    void idsAreBounded() {
        assertThat(shop.call("GET /v1/recommendations/" + "u".repeat(128)).status())
                .isEqualTo(200);
        assertThat(shop.call("GET /v1/recommendations/" + "u".repeat(129)).list("errors"))
                .containsExactly(Map.of("field", "user_id", "reason", "has 129 characters, expected 1 to 128"));
        assertThat(shop.call("GET /v1/items/a%0A/similar").list("errors", "field"))
                .containsExactly("item_id");
        assertThat(shop.call("GET /v1/items/%E0%A4/similar").list("errors", "field"))
                .containsExactly("item_id");
    }

    @Test
    void listsAreBounded() {
        String event = "{\"item_id\":\"a\"}";
        assertThat(shop.post("{\"session\":[" + (event + ",").repeat(499) + event + "]}")
                        .status())
                .isEqualTo(200);
        assertThat(shop.post("{\"session\":[" + (event + ",").repeat(500) + event + "]}")
                        .list("errors", "field"))
                .containsExactly("session");
        assertThat(shop.post("{\"exclude\":[" + "1,".repeat(1000) + "1]}").list("errors", "field"))
                .containsExactly("exclude");
        assertThat(shop.post("{\"cart\":[" + "1,".repeat(200) + "1]}").list("errors", "field"))
                .containsExactly("cart");
    }

    @Test
    void hugeAndDeepBodiesAreRefused() {
        assertThat(shop.post("{\"category\":\"" + "x".repeat(2 << 20) + "\"}").status())
                .isEqualTo(413);
        assertThat(shop.post("[".repeat(100_000)).status()).isEqualTo(400);
        assertThat(shop.post("{\"session\":" + "[".repeat(100_000)).status()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"diversity":NaN}       | is not JSON at line 1, column 17: Non-standard token 'NaN'
            {"k":+1}                | is not JSON at line 1, column 7: Unexpected character ('+' (code 43)) in numeric value: JSON spec does not allow numbers to have plus signs
            {"a":[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[ | is beyond a limit: Document nesting depth (33) exceeds the maximum allowed (32)
            """)
    void theParsersAdviceOnItsSettingsIsNotShown(String body, String reason) {
        Reply reply = shop.post(body);
        assertThat(reply.list("errors")).containsExactly(Map.of("field", "body", "reason", reason));
    }

    @Test
    void aNumberThatIsTooLongIsNamedAsThat() {
        Reply reply = shop.post("{\"k\":" + "1".repeat(1001) + "}");
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.list("errors"))
                .containsExactly(Map.of(
                        "field",
                        "body",
                        "reason",
                        "is beyond a limit: Number value length (1001) exceeds the maximum allowed (1000)"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"exclude", "k", "K", "session", "user_id", "fields"})
    void aFieldInTheQueryOfACallWithABodyIsNamed(String name) {
        Reply reply = shop.call("POST /v1/recommendations?" + name + "=1", "{\"k\":3}");
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.list("errors"))
                .containsExactly(Map.of("field", name, "reason", "is in the query, expected in the body"));
        assertThat(shop.call("POST /v1/recommendations?utm_source=x&_=17", "{\"k\":3}")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aTimeOfTheSessionInTheFutureIsRefused() {
        Reply reply = shop.post("{\"session\":[{\"item_id\":\"a\",\"timestamp\":99999999999999}]}");
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.list("errors", "field")).containsExactly("session[0].timestamp");
        assertThat(reply.body()).contains("after the server's clock");
    }

    @Test
    void wrongPathsAndMethodsAreTold() {
        assertThat(shop.call("GET /v1/recommendations").headers()).containsEntry("allow", "POST");
        assertThat(shop.call("POST /v1/recommendations/u").headers()).containsEntry("allow", "GET");
        assertThat(shop.call("GET /recommendations?user_id=1").status()).isEqualTo(405);
        for (String path : List.of("/v1/recommendations/", "/v1/items//similar", "/v1/popular/", "/v1")) {
            assertThat(shop.call("GET " + path).status()).as(path).isEqualTo(404);
        }
    }
}
