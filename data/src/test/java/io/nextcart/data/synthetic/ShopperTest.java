package io.nextcart.data.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ShopperTest {
    private static final int LIST = 10;
    private static final int SHOPPERS = 400;

    private final ShopWorld world = new ShopWorld(new ShopSpec(0.01, 42));

    private List<String> popular(SplittableRandom random) {
        return random.ints()
                .mapToObj(any -> world.itemId(world.popular(random)))
                .distinct()
                .limit(LIST)
                .toList();
    }

    private List<String> mostLiked(Shopper shopper, int current, int category) {
        return IntStream.range(0, world.spec().itemsSeen())
                .filter(item -> item != current && (category < 0 || world.category(item) == category))
                .boxed()
                .sorted(Comparator.comparingDouble(item -> -shopper.affinity(item)))
                .limit(LIST)
                .map(world::itemId)
                .toList();
    }

    @Test
    void theSameSeedShopsTheSameWay() {
        ShopWorld again = new ShopWorld(new ShopSpec(0.01, 42));
        for (int seed = 0; seed < 50; seed++) {
            assertThat(walk(again.shopper(seed))).isEqualTo(walk(world.shopper(seed)));
        }
    }

    @Test
    void otherShoppersAndOtherShopsShopInOtherWays() {
        ShopWorld other = new ShopWorld(new ShopSpec(0.01, 43));
        List<List<String>> walks = new ArrayList<>();
        for (int seed = 0; seed < 50; seed++) {
            walks.add(walk(world.shopper(seed)));
            walks.add(walk(other.shopper(seed)));
        }

        assertThat(walks).doesNotHaveDuplicates();
    }

    private List<String> walk(Shopper shopper) {
        SplittableRandom lists = new SplittableRandom(7);
        List<String> walk = new ArrayList<>(List.of(shopper.userId()));
        for (int page = 0; page < 20; page++) {
            walk.add(shopper.nextOrganicView());
            Shopper.Reaction reaction = shopper.react(popular(lists));
            walk.addAll(reaction.clicked());
            walk.addAll(reaction.carted());
            walk.add(String.valueOf(shopper.staysOn()));
        }
        return walk;
    }

    /** So two recommenders are compared on the same shoppers. */
    @Test
    void whatIsShownDoesNotChangeWhereTheShopperGoesAlone() {
        Shopper one = world.shopper(1);
        Shopper other = world.shopper(1);
        SplittableRandom lists = new SplittableRandom(7);
        for (int page = 0; page < 20; page++) {
            assertThat(one.nextOrganicView()).isEqualTo(other.nextOrganicView());
            one.react(popular(lists));
            other.react(popular(lists));
        }
    }

    @Test
    void onlyShownItemsThatTheShopHasAreClickedAndOnlyClickedOnesGoIntoTheCart() {
        SplittableRandom lists = new SplittableRandom(7);
        List<String> unknown = List.of(
                "",
                "0",
                "-1",
                "+5",
                "05",
                " 5",
                "5.0",
                "\u0665",
                "x",
                "99999999999",
                world.itemId(world.spec().items()));
        int clicks = 0;
        for (int seed = 0; seed < SHOPPERS; seed++) {
            Shopper shopper = world.shopper(seed);
            int current = world.itemOf(shopper.nextOrganicView());
            List<String> liked = mostLiked(shopper, current, world.category(current));
            List<String> shown = new ArrayList<>(liked);
            shown.addAll(seed % 2 == 0 ? 0 : shown.size(), unknown);
            shown.addAll(popular(lists));

            Shopper.Reaction reaction = shopper.react(shown);

            assertThat(reaction.clicked()).isSubsetOf(shown).doesNotContainAnyElementsOf(unknown);
            assertThat(reaction.clicked()).containsAll(reaction.carted());
            clicks += reaction.clicked().size();
        }
        assertThat(clicks).isPositive();
    }

    @Test
    void anEmptyListIsNoReason() {
        Shopper shopper = world.shopper(1);
        shopper.nextOrganicView();

        assertThat(shopper.react(List.of())).isEqualTo(new Shopper.Reaction(List.of(), List.of()));
    }

    @Test
    void aShopperLooksAtSomethingBeforeBeingShownAnything() {
        assertThatIllegalStateException()
                .isThrownBy(() -> world.shopper(1).react(List.of("1")))
                .withMessage("the shopper has looked at nothing, expected nextOrganicView first");
    }

    @Test
    void whatSuitsIsClickedAndBoughtMoreThanWhatIsPopular() {
        SplittableRandom lists = new SplittableRandom(7);
        int[] clicks = new int[3];
        int[] carts = new int[3];
        for (int seed = 0; seed < SHOPPERS; seed++) {
            for (int kind = 0; kind < 3; kind++) {
                Shopper shopper = world.shopper(seed);
                int current = world.itemOf(shopper.nextOrganicView());
                List<String> shown = switch (kind) {
                    case 0 -> popular(lists);
                    case 1 -> mostLiked(shopper, current, -1);
                    default -> mostLiked(shopper, current, world.category(current));
                };
                Shopper.Reaction reaction = shopper.react(shown);
                clicks[kind] += reaction.clicked().size();
                carts[kind] += reaction.carted().size();
            }
        }

        assertThat(clicks[1]).as("clicks on liked, %d on popular", clicks[0]).isGreaterThan(2 * clicks[0]);
        assertThat(clicks[2])
                .as("clicks on liked of the category, %d on liked", clicks[1])
                .isGreaterThan(clicks[1]);
        assertThat(carts[2]).as("carts of liked, %d of popular", carts[0]).isGreaterThan(2 * carts[0]);
    }

    @Test
    void theTopOfAListIsClickedMoreThanItsEnd() {
        int top = 0;
        int end = 0;
        for (int seed = 0; seed < 10 * SHOPPERS; seed++) {
            Shopper shopper = world.shopper(seed);
            int current = world.itemOf(shopper.nextOrganicView());
            int other = current == world.lineStart(current) ? world.lineEnd(current) - 1 : world.lineStart(current);
            // The same item twice, far apart: only attention differs.
            List<String> shown = new ArrayList<>(List.of(world.itemId(other)));
            shown.addAll(Collections.nCopies(10, "nothing"));
            top += shopper.react(shown).clicked().size();
            shopper = world.shopper(seed);
            shopper.nextOrganicView();
            Collections.reverse(shown);
            end += shopper.react(shown).clicked().size();
        }

        assertThat(end).as("clicks at the end, %d at the top", top).isPositive().isLessThan(top / 2);
    }

    @Test
    void aShopperLooksAtAboutSixPages() {
        int pages = 0;
        for (int seed = 0; seed < SHOPPERS; seed++) {
            Shopper shopper = world.shopper(seed);
            do {
                shopper.nextOrganicView();
                pages++;
            } while (shopper.staysOn());
        }

        assertThat(pages / (double) SHOPPERS).isBetween(5.0, 7.0);
    }
}
