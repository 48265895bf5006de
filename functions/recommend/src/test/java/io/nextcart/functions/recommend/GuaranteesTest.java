package io.nextcart.functions.recommend;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextcart.engine.TinyShop;
import io.nextcart.functions.api.ProxyCall.Reply;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The guarantees to a shop, on random requests: nothing that must not be shown, and as many items as possible. */
final class GuaranteesTest {
    private static final int REQUESTS = 3_000;

    @TempDir
    Path folder;

    @Test
    void everyAnswerHoldsEveryGuaranteeAndIsFullOnEveryLevel() throws IOException {
        Set<Object> levels = new TreeSet<>();
        try (ServedShop shop = new ServedShop(folder, true)) {
            // b is hidden, d is back, k is now in y, for every request.
            shop.say("b", false, null);
            shop.say("d", true, null);
            shop.say("k", null, "y");
            shop.say("not in the model", true, "x");
            shop.pass(Duration.ofMinutes(1));
            for (long seed = 0; seed < REQUESTS; seed++) {
                RandomRequest request = new RandomRequest(new Random(seed));
                shop.store.failWith(request.storeIsDown ? new IOException("down") : null);
                Reply reply = request.send(shop);
                assertThat(reply.status()).as("seed %d: %s", seed, reply.body()).isEqualTo(200);
                List<Object> ids = reply.list("items", "item_id");
                Set<String> allowed = request.allowed();
                assertThat(allowed).as("seed %d: %s", seed, request).containsAll(texts(ids));
                assertThat(ids)
                        .as("seed %d: %s", seed, request)
                        .doesNotHaveDuplicates()
                        .hasSize(Math.min(request.k, allowed.size()));
                levels.add(reply.json().get("fallback_level"));
            }
        }
        assertThat(levels).containsExactly("category", "empty", "personal", "popular", "session", "similar");
    }

    private static List<String> texts(List<Object> ids) {
        List<String> texts = new ArrayList<>();
        for (Object id : ids) {
            texts.add((String) id);
        }
        return texts;
    }

    /** A request, and the items that the documentation allows in its answer. */
    private static final class RandomRequest {
        private enum Kind {
            USER,
            SESSION,
            BOTH,
            NOBODY,
            SIMILAR,
            POPULAR
        }

        private record Done(String item, String type) {}

        private static final List<String> TYPES = List.of("view", "addtocart", "transaction");

        final Kind kind;
        final boolean storeIsDown;
        final int k;
        private final String user;
        private final String about;
        private final Set<String> exclude;
        private final Set<String> cart;
        private final String category;
        private final boolean availableOnly;
        private final boolean excludePurchased;
        private final boolean excludeViewed;
        private final double diversity;
        private final List<Done> session = new ArrayList<>();

        RandomRequest(Random random) {
            kind = Kind.values()[random.nextInt(Kind.values().length)];
            storeIsDown = random.nextInt(5) == 0;
            k = random.nextInt(4) == 0 ? 100 : 1 + random.nextInt(12);
            user = List.of("u", "buyer", "stranger", "nobody").get(random.nextInt(4));
            about = id(random);
            exclude = some(random);
            cart = some(random);
            category = List.of("", "", "x", "y", "z", "nowhere").get(random.nextInt(6));
            availableOnly = random.nextBoolean();
            excludePurchased = random.nextBoolean();
            excludeViewed = random.nextBoolean();
            diversity = random.nextInt(5) / 4.0;
            for (int i = random.nextInt(6); i > 0 && (kind == Kind.SESSION || kind == Kind.BOTH); i--) {
                session.add(new Done(id(random), TYPES.get(random.nextInt(3))));
            }
        }

        Reply send(ServedShop shop) {
            return switch (kind) {
                case USER -> shop.call("GET /v1/recommendations/" + user + query() + "&diversity=" + diversity);
                case SIMILAR -> shop.call("GET /v1/items/" + about + "/similar" + query());
                case POPULAR -> shop.call("GET /v1/popular" + query());
                case SESSION, BOTH, NOBODY -> shop.post(json());
            };
        }

        Set<String> allowed() {
            Set<String> allowed = new TreeSet<>();
            for (int i = 0; i < TinyShop.ITEMS; i++) {
                String id = TinyShop.id(i);
                String own = id.equals("k") ? "y" : List.of("x", "y", "z").get(i / 4);
                if (category.isEmpty() || category.equals(own) || (category.equals("x") && own.equals("y"))) {
                    allowed.add(id);
                }
            }
            if (category.isEmpty() && kind != Kind.SIMILAR && kind != Kind.POPULAR) {
                history().forEach(done -> allowed.add(done.item));
            }
            allowed.remove("b");
            allowed.removeAll(exclude);
            allowed.removeAll(cart);
            if (kind == Kind.SIMILAR) {
                allowed.remove(about);
            }
            for (Done done : history()) {
                if ((excludePurchased && done.type.equals("transaction"))
                        || (excludeViewed && done.type.equals("view"))) {
                    allowed.remove(done.item);
                }
            }
            return allowed;
        }

        private List<Done> history() {
            List<Done> history = new ArrayList<>(session);
            if ((kind == Kind.USER || kind == Kind.BOTH) && !storeIsDown) {
                switch (user) {
                    case "u" -> history.addAll(List.of(new Done("a", "view"), new Done("e", "view")));
                    case "buyer" -> history.add(new Done("b", "transaction"));
                    case "stranger" -> history.add(new Done("gone", "view"));
                    default -> {}
                }
            }
            return history;
        }

        private String query() {
            return "?k=" + k + "&exclude=" + String.join(",", exclude) + "&cart=" + String.join(",", cart)
                    + (category.isEmpty() ? "" : "&category=" + category) + "&available_only=" + availableOnly
                    + "&exclude_purchased=" + excludePurchased + "&exclude_viewed=" + excludeViewed;
        }

        private String json() {
            String events = session.stream()
                    .map(done -> "{\"item_id\":\"" + done.item + "\",\"type\":\"" + done.type + "\"}")
                    .reduce((a, b) -> a + "," + b)
                    .orElse("");
            return "{\"k\":" + k + (kind == Kind.BOTH ? ",\"user_id\":\"" + user + "\"" : "")
                    + ",\"session\":[" + events + "],\"exclude\":" + list(exclude) + ",\"cart\":" + list(cart)
                    + (category.isEmpty() ? "" : ",\"category\":\"" + category + "\"")
                    + ",\"available_only\":" + availableOnly + ",\"exclude_purchased\":" + excludePurchased
                    + ",\"exclude_viewed\":" + excludeViewed + ",\"diversity\":" + diversity + "}";
        }

        @Override
        public String toString() {
            return kind + (storeIsDown ? " without the store " : " ") + user + " " + about + " " + query() + " "
                    + json();
        }

        private static String list(Set<String> ids) {
            return ids.isEmpty() ? "[]" : "[\"" + String.join("\",\"", ids) + "\"]";
        }

        private static String id(Random random) {
            return TinyShop.id(random.nextInt(14));
        }

        private static Set<String> some(Random random) {
            Set<String> ids = new TreeSet<>();
            for (int i = random.nextInt(4); i > 0; i--) {
                ids.add(id(random));
            }
            return ids;
        }
    }
}
