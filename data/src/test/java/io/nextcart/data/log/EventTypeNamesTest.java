package io.nextcart.data.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nextcart.data.BadInputException;
import io.nextcart.data.EventType;
import io.nextcart.data.log.EventTypeNames.Meaning;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EventTypeNamesTest {
    @ParameterizedTest
    @CsvSource({
        "View,VIEW",
        "click,VIEW",
        "clicks,VIEW",
        "read,VIEW",
        "Product Viewed,VIEW",
        "detail-page-view,VIEW",
        "AddToCart,ADD_TO_CART",
        "add_to_cart,ADD_TO_CART",
        "add-to-cart,ADD_TO_CART",
        "CART,ADD_TO_CART",
        "carts,ADD_TO_CART",
        "Purchase,TRANSACTION",
        "orders,TRANSACTION",
        "Order Completed,TRANSACTION",
        "pv,VIEW",
        "buy,TRANSACTION",
        "fav,SKIP",
        "RemoveFromCart,REMOVE_FROM_CART",
        "remove_from_cart,REMOVE_FROM_CART",
        "Product Removed,REMOVE_FROM_CART"
    })
    void usualNamesAreKnownHoweverTheyAreWritten(String name, Meaning meaning) {
        assertThat(EventTypeNames.of(List.of()).meaningOf(name)).isEqualTo(meaning);
    }

    @ParameterizedTest
    @CsvSource({"like", "impression", "StartCheckout", "''", "viewcart"})
    void namesThatCouldMeanSomethingElseAreNotGuessed(String name) {
        assertThat(EventTypeNames.of(List.of()).meaningOf(name)).isNull();
    }

    @Test
    void whatTheShopSaysComesFirst() {
        EventTypeNames names = EventTypeNames.of(List.of("Like=addtocart", "click=skip", "a=b=view", "=transaction"));

        assertThat(names.meaningOf("LIKE")).isEqualTo(Meaning.ADD_TO_CART);
        assertThat(names.meaningOf("click")).isEqualTo(Meaning.SKIP);
        assertThat(names.meaningOf("clicks")).isEqualTo(Meaning.VIEW);
        assertThat(names.meaningOf("a=b")).isEqualTo(Meaning.VIEW);
        assertThat(names.meaningOf("")).isEqualTo(Meaning.TRANSACTION);
    }

    @Test
    void everyRuleThatMakesNoSenseIsToldAtOnce() {
        assertThatThrownBy(() -> EventTypeNames.of(List.of("like", "x=purchase", "y=view", "Y=skip")))
                .isInstanceOf(BadInputException.class)
                .hasMessage(
                        "event type 'like', expected name=view, name=addtocart, name=remove_from_cart, name=transaction or name=skip; "
                                + "event type 'x=purchase', expected name=view, name=addtocart, name=remove_from_cart, name=transaction or name=skip; "
                                + "event type 'Y' is given two meanings, expected one");
    }

    @Test
    void namesThatNobodyKnowsAreListedWithTheirCountsMostFrequentFirst() {
        EventTypeTally tally = new EventTypeTally(EventTypeNames.of(List.of("share=skip")));
        assertThat(tally.typeOf("wish\n")).isNull();
        for (int i = 0; i < 2_000; i++) {
            assertThat(tally.typeOf("like")).isNull();
        }
        assertThat(tally.typeOf("Share")).isNull();
        assertThat(tally.typeOf("View")).isEqualTo(EventType.VIEW);

        assertThat(tally.skipped()).isEqualTo("'Share' (1 event)");
        assertThatThrownBy(tally::requireAllKnown)
                .isInstanceOf(BadInputException.class)
                .hasMessage("event types of unknown meaning: 'like' (2,000 events), 'wish?' (1 event); "
                        + "say for each --event-type name=view, addtocart, remove_from_cart, transaction or skip");
    }

    @Test
    void aColumnOfSomethingElseEndsTheReading() {
        EventTypeTally tally = new EventTypeTally(EventTypeNames.of(List.of()));
        for (int i = 0; i < 200; i++) {
            tally.typeOf("type " + i);
        }

        assertThatThrownBy(() -> tally.typeOf("type 200"))
                .isInstanceOf(BadInputException.class)
                .hasMessageStartingWith("more than 200 different event types, such as 'type 200'");
    }
}
