package io.nextcart.functions.store.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nextcart.data.BadInputException;
import io.nextcart.data.Environment;
import io.nextcart.functions.store.http.HttpStore;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StoreSettingsTest {
    private static StoreSettings settings(Map<String, String> map) {
        Environment variables = new Environment(map);
        StoreSettings settings = StoreSettings.of(variables);
        variables.check();
        return settings;
    }

    @Test
    void anAddressOfThisMachineIsAnotherProcess() {
        StoreSettings settings = settings(Map.of("NEXTCART_EVENTS", "http://127.0.0.1:8123/secret"));
        assertThat(settings.place()).hasToString("http://127.0.0.1:8123/secret");
        assertThat(settings.open().events()).isInstanceOf(HttpStore.class);
    }

    @Test
    void aTableIsNamedByEitherVariable() {
        Map<String, String> others = Map.of(
                "NEXTCART_TOMBSTONES_TABLE", "tombstones",
                "NEXTCART_CATALOGUE_TABLE", "catalogue",
                "NEXTCART_RULES_TABLE", "rules");
        for (Map<String, String> named :
                List.of(Map.of("NEXTCART_EVENTS", "dynamodb:events"), Map.of("NEXTCART_EVENTS_TABLE", "events"))) {
            Map<String, String> all = new HashMap<>(others);
            all.putAll(named);
            assertThat(settings(all))
                    .isEqualTo(new StoreSettings(null, "events", "tombstones", "catalogue", "rules", 90));
        }
    }

    @Test
    void everythingThatIsMissingIsToldAtOnce() {
        assertThatThrownBy(() -> settings(Map.of("NEXTCART_EVENTS_TTL_DAYS", "0")))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("NEXTCART_EVENTS or NEXTCART_EVENTS_TABLE is missing")
                .hasMessageContaining("NEXTCART_TOMBSTONES_TABLE is missing")
                .hasMessageContaining("NEXTCART_CATALOGUE_TABLE is missing")
                .hasMessageContaining("NEXTCART_RULES_TABLE is missing")
                .hasMessageContaining("NEXTCART_EVENTS_TTL_DAYS is '0'");
    }

    @Test
    void anotherKindOfPlaceIsRefused() {
        for (String place : new String[] {"redis:x", "http://192.0.2.1/x", "http://127.0.0.1:bad"}) {
            assertThatThrownBy(() -> settings(Map.of("NEXTCART_EVENTS", place)))
                    .isInstanceOf(BadInputException.class)
                    .hasMessageContaining("NEXTCART_EVENTS is " + place + ", expected ");
        }
    }
}
