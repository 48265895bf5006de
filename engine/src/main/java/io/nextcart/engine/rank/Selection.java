package io.nextcart.engine.rank;

import io.nextcart.engine.Ranking;
import io.nextcart.engine.Source;
import io.nextcart.engine.filter.ItemFilter;
import io.nextcart.engine.session.ItemNumbers;
import io.nextcart.engine.table.ItemTable;
import java.util.ArrayList;
import java.util.List;

/**
 * Fills pages of k items from offers in order of preference: each item once, every filter obeyed, and on each page no
 * more items of one category than the diversity cap allows while other offers remain. The answer is the page after the
 * offset, so items on earlier pages with the same k do not repeat.
 */
final class Selection {
    private final ItemNumbers numbers;
    private final ItemFilter filter;
    private final int k;
    private final int offset;
    private final int categoryCap;
    private final int[] chosen;
    private final int[] chosenCategory;
    private int size;
    private final List<Ranking.Item> answer;
    private final List<Offer> postponed = new ArrayList<>();

    private record Offer(int item, double score, Source source) {}

    /** @param diversity 0 means no cap; d allows ⌈k·(1−d)⌉ items of a category, at least 1 */
    Selection(ItemNumbers numbers, ItemFilter filter, int k, double diversity) {
        this.numbers = numbers;
        this.filter = filter;
        this.k = k;
        this.offset = filter.offset();
        this.categoryCap = diversity == 0 ? k : Math.max(1, (int) Math.ceil(k * (1 - diversity)));
        this.chosen = new int[offset + k];
        this.chosenCategory = new int[offset + k];
        this.answer = new ArrayList<>(offset + k);
    }

    /** Offers an item. A filtered item is dropped; one over the cap waits for {@link #takePostponed}. */
    void offer(int item, double score, Source source) {
        if (isFull() || contains(item) || !filter.allows(item)) {
            return;
        }
        if (categoryCap < k && ofCategory(filter.categoryOf(item)) >= categoryCap) {
            postponed.add(new Offer(item, score, source));
            return;
        }
        take(item, score, source);
        if (size % k == 0 && !postponed.isEmpty()) {
            List<Offer> waiting = List.copyOf(postponed); // a new page starts with a new cap
            postponed.clear();
            waiting.forEach(offer -> offer(offer.item, offer.score, offer.source));
        }
    }

    /** Takes the items over the cap, in the order of the offers, while there is room. */
    void takePostponed() {
        for (Offer offer : postponed) {
            if (!isFull() && !contains(offer.item)) {
                take(offer.item, offer.score, offer.source);
            }
        }
        postponed.clear();
    }

    boolean isFull() {
        return size == offset + k;
    }

    int size() {
        return size;
    }

    double lowestScore() {
        double lowest = Double.POSITIVE_INFINITY;
        for (Ranking.Item item : answer) {
            lowest = Math.min(lowest, item.score());
        }
        return lowest;
    }

    /** Whether anything follows the offset. */
    boolean hasAnswer() {
        return size > offset;
    }

    List<Ranking.Item> answer() {
        return answer.subList(Math.min(offset, size), size);
    }

    private void take(int item, double score, Source source) {
        chosenCategory[size] = categoryCap < k ? filter.categoryOf(item) : ItemTable.NO_CATEGORY;
        chosen[size++] = item;
        answer.add(new Ranking.Item(numbers.id(item), score, source));
    }

    private boolean contains(int item) {
        for (int i = 0; i < size; i++) {
            if (chosen[i] == item) {
                return true;
            }
        }
        return false;
    }

    private int ofCategory(int category) {
        int count = 0;
        for (int i = size - size % k; category >= 0 && i < size; i++) {
            count += chosenCategory[i] == category ? 1 : 0;
        }
        return count;
    }
}
