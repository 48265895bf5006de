package io.nextcart.functions.recommend;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextcart.data.EventType;
import io.nextcart.engine.Interaction;
import io.nextcart.engine.Ranking;
import io.nextcart.engine.Source;
import io.nextcart.engine.TinyShop;
import io.nextcart.engine.table.Tables;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReasonTest {
    private static final long NOW_MS = ServedShop.NOW_MS;

    @TempDir
    Path folder;

    private Tables tables;

    @BeforeEach
    void open() throws IOException {
        tables = TinyShop.tables(folder);
    }

    @Test
    void onlyACategoryOfAnItemThatWasViewedWasLookedAt() {
        Ranking.Item popular = new Ranking.Item("j", 0.5, Source.POPULAR_IN_CATEGORY);
        Ranking.Item trending = new Ranking.Item("j", 0.5, Source.TRENDING_IN_CATEGORY);
        Reason viewed = reason(new Interaction("i", EventType.VIEW, NOW_MS - 1));
        assertThat(viewed.of(popular)).isEqualTo("popular in a category you looked at");
        assertThat(viewed.of(trending)).isEqualTo("rising in a category you looked at");
        assertThat(viewed.of(new Ranking.Item("a", 0.5, Source.POPULAR_IN_CATEGORY)))
                .isEqualTo("popular in this category");
        Reason carted = reason(new Interaction("i", EventType.ADD_TO_CART, NOW_MS - 1));
        assertThat(carted.of(popular)).isEqualTo("popular in this category");
        assertThat(carted.of(trending)).isEqualTo("rising in this category");
    }

    @Test
    void whatNobodyAsksForIsNotCalledPopular() {
        assertThat(reason().of(new Ranking.Item("j", 0.5, Source.POPULAR))).isEqualTo("popular in the shop");
        assertThat(reason().of(new Ranking.Item("j", 0, Source.POPULAR))).isEqualTo("also in the shop");
    }

    @Test
    void theStrongestDeedOfThisSessionCountsBeforeAnyEarlierOne() {
        Ranking.Item again = new Ranking.Item("i", 0.5, Source.REPEAT);
        long minute = 60_000;
        assertThat(reason(
                                new Interaction("i", EventType.TRANSACTION, NOW_MS - 120 * minute),
                                new Interaction("i", EventType.ADD_TO_CART, NOW_MS - 50 * minute),
                                new Interaction("a", EventType.VIEW, NOW_MS - 25 * minute),
                                new Interaction("i", EventType.VIEW, Interaction.NO_TIME))
                        .of(again))
                .isEqualTo("you put it in the cart in this session");
        assertThat(reason(
                                new Interaction("i", EventType.TRANSACTION, NOW_MS - 120 * minute),
                                new Interaction("i", EventType.VIEW, NOW_MS - 31 * minute))
                        .of(again))
                .isEqualTo("you bought it earlier");
    }

    @Test
    void whatWasTakenOutOfTheCartIsNotSaidToBeThere() {
        assertThat(reason(
                                new Interaction("i", EventType.VIEW, NOW_MS - 3),
                                new Interaction("i", EventType.ADD_TO_CART, NOW_MS - 2),
                                new Interaction("i", EventType.REMOVE_FROM_CART, NOW_MS - 1))
                        .of(new Ranking.Item("i", 0.5, Source.REPEAT)))
                .isEqualTo("you looked at it in this session");
    }

    private Reason reason(Interaction... history) {
        return new Reason(tables, List.of(history), NOW_MS);
    }
}
