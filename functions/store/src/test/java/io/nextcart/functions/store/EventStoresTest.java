package io.nextcart.functions.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nextcart.data.BadInputException;
import io.nextcart.data.Environment;
import io.nextcart.functions.store.http.HttpEventStore;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EventStoresTest {
    private static EventStore open(Map<String, String> map) {
        Environment variables = new Environment(map);
        EventStores.Named named = EventStores.named(variables, map);
        variables.check();
        return named.open();
    }

    private static void check(Map<String, String> map) {
        Environment variables = new Environment(map);
        EventStores.named(variables, map);
        variables.check();
    }

    @Test
    void anAddressOfThisMachineIsAnotherProcess() {
        assertThat(open(Map.of("NEXTCART_EVENTS", "http://127.0.0.1:8123/secret")))
                .isInstanceOf(HttpEventStore.class);
    }

    @Test
    void aTableIsNamedByEitherVariable() {
        assertThatCode(() ->
                        check(Map.of("NEXTCART_EVENTS", "dynamodb:events", "NEXTCART_TOMBSTONES_TABLE", "tombstones")))
                .doesNotThrowAnyException();
        assertThatCode(() ->
                        check(Map.of("NEXTCART_EVENTS_TABLE", "events", "NEXTCART_TOMBSTONES_TABLE", "tombstones")))
                .doesNotThrowAnyException();
    }

    @Test
    void everythingThatIsMissingIsToldAtOnce() {
        assertThatThrownBy(() -> check(Map.of()))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("NEXTCART_EVENTS or NEXTCART_EVENTS_TABLE is missing")
                .hasMessageContaining("NEXTCART_TOMBSTONES_TABLE is missing");
    }

    @Test
    void anotherKindOfPlaceIsRefused() {
        for (String place : new String[] {"redis:x", "http://192.0.2.1/x", "http://127.0.0.1:bad"}) {
            assertThatThrownBy(() -> check(Map.of("NEXTCART_EVENTS", place)))
                    .isInstanceOf(BadInputException.class)
                    .hasMessageContaining("NEXTCART_EVENTS is " + place + ", expected ");
        }
    }
}
