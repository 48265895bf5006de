package io.nextcart.engine.rank;

import io.nextcart.engine.Ranking;
import io.nextcart.engine.Source;
import io.nextcart.engine.filter.ItemFilter;
import io.nextcart.engine.filter.Rules;
import io.nextcart.engine.session.ItemNumbers;
import io.nextcart.engine.table.ItemTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Fills pages of k items from offers in order of preference: each item once, every filter obeyed, and on each page no
 * more items of one category than the diversity cap allows while other offers remain. The answer is the page after the
 * offset, so items on earlier pages with the same k do not repeat.
 *
 * <p>Pins take their places first. Each page keeps room for what its slots ask for, and items over a limit wait until
 * nothing else is left, so no rule shortens a list.
 */
final class Selection {
    private static final int FREE = -1;
    private static final int MOST_WAITING = 4096;
    /** So that 10 items with a diversity of 0.7 are 7, however the product is rounded. */
    private static final double ROUNDING = 1e-9;

    private final ItemNumbers numbers;
    private final ItemFilter filter;
    private final Rules rules;
    private final int k;
    private final int offset;
    private final int categoryCap;
    private final int[] chosen;
    private final int[] chosenCategory;
    private final long[][] chosenRules;
    private final Ranking.@Nullable Item[] answer;
    /** The chosen items and those pinned on later pages. */
    private final ItemSet taken;
    /** The pins behind the list, in order, allowed or not. */
    private final List<Rules.Pin> later;
    /** The first free place. */
    private int next;
    /** Whether an offer was taken for the page after the offset. */
    private boolean answered;

    private int offers;
    private final List<Offer> postponed = new ArrayList<>();
    private final List<Offer> overLimit = new ArrayList<>();
    private final RuleCounts counts;
    /** The first place of the page that {@link #counts} are of; negative for none. */
    private int counted = -1;
    /** The free places of that page. */
    private int room;

    private record Offer(int order, int item, double score, Source source) {}

    /** @param diversity 0 means no cap; d allows ⌈k·(1−d)⌉ items of a category, at least 1 */
    Selection(ItemNumbers numbers, ItemFilter filter, int k, double diversity) {
        this.numbers = numbers;
        this.filter = filter;
        this.rules = filter.rules();
        this.counts = new RuleCounts(rules);
        this.k = k;
        this.offset = filter.offset();
        this.categoryCap = Math.max(1, k - (int) (k * diversity + ROUNDING));
        this.chosen = new int[offset + k];
        this.chosenCategory = new int[offset + k];
        this.chosenRules = new long[rules.isEmpty() ? 0 : offset + k][];
        this.answer = new Ranking.Item[offset + k];
        this.taken = new ItemSet(chosen.length + rules.pins().size());
        this.later = new ArrayList<>(rules.pins().size());
        Arrays.fill(chosen, FREE);
        rules.pins().forEach(this::pin);
    }

    /** Puts an item at its place, or at the next free one; behind the list it waits for {@link #takeAll}. */
    private void pin(Rules.Pin pin) {
        int item = number(pin);
        if (taken.contains(item)) {
            return;
        }
        int place = pin.position() - 1;
        while (place < chosen.length && chosen[place] != FREE) {
            place++;
        }
        if (place >= chosen.length) {
            later.add(pin);
            taken.add(item);
        } else if (isAllowed(item)) {
            put(place, item, 0, Source.PINNED);
        }
    }

    private int number(Rules.Pin pin) {
        return pin.item() >= 0 ? pin.item() : numbers.number(pin.itemId());
    }

    /**
     * Offers an item. A filtered item is dropped; one over the cap, in the room of a slot or over a limit waits for
     * {@link #takePostponed} or {@link #takeAll}.
     */
    void offer(int item, double score, Source source) {
        offer(offers++, item, score, source);
    }

    private void offer(int order, int item, double score, Source source) {
        if (isFull()) {
            return;
        }
        long[] matching = filter.rulesOf(item);
        boolean wanted = counts().want(matching);
        boolean reserved = !wanted && counts.unmet() > 0 && room <= counts.unmet();
        if (taken.contains(item)) {
            scorePin(item, score);
        } else if (reserved
                || (!rules.hides(matching) && filter.allows(item))) { // one that waits is asked about in its turn
            if (!wanted && isOverLimit(item, matching)) {
                keep(overLimit, new Offer(order, item, score, source));
            } else if (reserved || (!wanted && isOverCap(item))) {
                keep(postponed, new Offer(order, item, score, source));
            } else if (take(item, score, source)) {
                reoffer();
            }
        }
    }

    /** Whether there is room, and an item may take it. */
    private boolean isFree(int item) {
        return !isFull() && !taken.contains(item) && isAllowed(item);
    }

    private boolean isAllowed(int item) {
        return !rules.hides(filter.rulesOf(item)) && filter.allows(item);
    }

    /** Keeps an offer for later: all candidates and popular items, and more of any items than a list has places. */
    private void keep(List<Offer> waiting, Offer offer) {
        if (waiting.size() < MOST_WAITING) {
            waiting.add(offer);
        }
    }

    /** A new page starts with a new cap, new slots and new limits. */
    private void reoffer() {
        if (isFull() || (postponed.isEmpty() && overLimit.isEmpty())) {
            return; // nothing more is taken, or nothing waits
        }
        List<Offer> waiting = waiting();
        postponed.clear();
        overLimit.clear();
        waiting.forEach(this::again);
    }

    /** All offers that wait, in their order. */
    private List<Offer> waiting() {
        if (overLimit.isEmpty()) {
            return List.copyOf(postponed); // already in order
        }
        return Stream.concat(postponed.stream(), overLimit.stream())
                .sorted(Comparator.comparingInt(Offer::order))
                .toList();
    }

    private void again(Offer offer) {
        offer(offer.order, offer.item, offer.score, offer.source);
    }

    /**
     * Takes the items over the cap and in the room of slots, in the order of the offers, while there is room; on the
     * next page, slots keep their room again.
     */
    void takePostponed() {
        List<Offer> waiting = List.copyOf(postponed);
        postponed.clear();
        boolean newPage = false;
        for (Offer offer : waiting) {
            if (newPage && rules.hasSlots()) {
                again(offer);
            } else if (isFree(offer.item)) {
                if (isOverLimit(offer.item, filter.rulesOf(offer.item))) {
                    keep(overLimit, offer);
                } else {
                    newPage |= take(offer.item, offer.score, offer.source);
                }
            }
        }
    }

    /** Takes every item that waits, in the order of the offers, then the pins behind the list, while there is room. */
    void takeAll() {
        takePostponed();
        for (Offer offer : waiting()) {
            if (isFree(offer.item)) {
                boolean unused = take(offer.item, offer.score, offer.source);
            }
        }
        postponed.clear();
        overLimit.clear();
        for (int i = 0; i < later.size() && !isFull(); i++) {
            int item = number(later.get(i));
            if (isAllowed(item)) {
                put(next, item, 0, Source.PINNED);
            }
        }
    }

    /** Whether {@link #insert} may add an item to the full first page: it is not in the list, and nothing forbids or limits it. */
    boolean accepts(int item) {
        next = 0; // so that the first page is counted
        return !taken.contains(item) && isAllowed(item) && !isOverCap(item) && !isOverLimit(item, filter.rulesOf(item));
    }

    /** Puts an item at a place of the full first page, or at the next without a pin, and drops the last that no pin or slot holds. */
    void insert(int place, int item) {
        int free = k - 1;
        while (free >= place && isHeld(free)) {
            free--;
        }
        for (int from = free - 1; from >= place; from--) {
            Ranking.Item moved = answer[from];
            if (moved != null && !isPinned(from)) {
                put(free, chosen[from], moved.score(), moved.source());
                free = from;
            }
        }
        if (free >= place) {
            put(free, item, 0, Source.EXPLORATION);
        }
    }

    private boolean isHeld(int place) {
        return isPinned(place) || (rules.hasSlots() && counts().need(chosenRules[place]));
    }

    private boolean isPinned(int place) {
        Ranking.Item item = answer[place];
        return item != null && item.source() == Source.PINNED;
    }

    /** The first slot of the page in progress that lacks an item; negative for none. */
    int unmetSlot() {
        return isFull() ? -1 : counts().firstUnmet();
    }

    /** Whether a slot of the page in progress lacks an item. */
    boolean isUnmet(int slot) {
        return !isFull() && counts().missing(slot) > 0;
    }

    /** Keeps no more room for a slot. */
    void release(int slot) {
        counts().release(slot);
    }

    boolean isFull() {
        while (next < chosen.length && chosen[next] != FREE) {
            next++;
        }
        return next == chosen.length;
    }

    int size() {
        int size = 0;
        for (int item : chosen) {
            size += item == FREE ? 0 : 1;
        }
        return size;
    }

    /** The lowest score that an offer was taken with; 1 when none was. */
    double floor() {
        double lowest = Double.POSITIVE_INFINITY;
        for (Ranking.Item item : answer) {
            lowest = item == null || item.source() == Source.PINNED ? lowest : Math.min(lowest, item.score());
        }
        return lowest == Double.POSITIVE_INFINITY ? 1 : lowest;
    }

    /** Whether an offer follows the offset. */
    boolean hasAnswer() {
        return answered;
    }

    List<Ranking.Item> answer() {
        Ranking.Item[] items = new Ranking.Item[Math.max(0, size() - offset)];
        int left = offset;
        for (Ranking.Item item : answer) {
            if (item != null && left-- <= 0) {
                items[-left - 1] = item;
            }
        }
        return List.of(items);
    }

    /** Takes an offer; returns whether that completes a page. */
    private boolean take(int item, double score, Source source) {
        boolean full = isFull();
        int page = next / k;
        put(next, item, score, source);
        answered |= next >= offset;
        return !full && (isFull() || next / k > page);
    }

    private void put(int place, int item, double score, Source source) {
        List<String> ruled = List.of();
        if (!rules.isEmpty()) {
            count(place, -1);
            chosenRules[place] = filter.lastingRulesOf(item);
            count(place, 1);
            ruled = rules.idsOf(chosenRules[place]);
        }
        room -= chosen[place] == FREE && isCounted(place) ? 1 : 0;
        chosen[place] = item;
        taken.add(item);
        chosenCategory[place] = tracksCategories() ? filter.categoryOf(item) : ItemTable.NO_CATEGORY;
        answer[place] = new Ranking.Item(numbers.id(item), score, source, ruled);
    }

    /** Gives a pinned item the score of the model. */
    private void scorePin(int item, double score) {
        for (int place = 0; !rules.pins().isEmpty() && place < chosen.length; place++) {
            Ranking.Item pinned = chosen[place] == item ? answer[place] : null;
            if (pinned != null && pinned.source() == Source.PINNED && pinned.score() == 0) {
                answer[place] = new Ranking.Item(pinned.itemId(), score, Source.PINNED, pinned.rules());
            }
        }
    }

    private boolean isOverCap(int item) {
        return categoryCap < k && ofCategory(filter.categoryOf(item)) >= categoryCap;
    }

    private boolean isOverLimit(int item, long[] matching) {
        return (rules.limitOfEach() < k && ofCategory(filter.categoryOf(item)) >= rules.limitOfEach())
                || counts().bar(matching);
    }

    private boolean tracksCategories() {
        return categoryCap < k || rules.limitOfEach() < k;
    }

    /** The counts of the page in progress. */
    private RuleCounts counts() {
        if (counted != pageStart()) {
            counted = pageStart();
            counts.begin(chosenRules, counted, pageEnd());
            room = 0;
            for (int place = counted; place < pageEnd(); place++) {
                room += chosen[place] == FREE ? 1 : 0;
            }
        }
        return counts;
    }

    /** Whether a place is on the page that {@link #counts} are of. */
    private boolean isCounted(int place) {
        return counted >= 0 && place >= counted && place < counted + k;
    }

    /** Counts the item at a place, if any, when its page is the one that is counted. */
    private void count(int place, int by) {
        long[] own = chosenRules[place];
        if (own != null && isCounted(place)) {
            counts.change(own, by);
        }
    }

    private int ofCategory(int category) {
        int count = 0;
        for (int i = pageStart(); category >= 0 && i < pageEnd(); i++) {
            count += chosen[i] != FREE && chosenCategory[i] == category ? 1 : 0;
        }
        return count;
    }

    private int pageStart() {
        return next - next % k;
    }

    private int pageEnd() {
        return Math.min(chosen.length, pageStart() + k);
    }
}
