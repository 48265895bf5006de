package io.nextcart.engine.rank;

import static java.util.Objects.requireNonNull;

import io.nextcart.engine.Ranking;
import io.nextcart.engine.Source;
import io.nextcart.engine.filter.ItemFilter;
import io.nextcart.engine.filter.Rules;
import io.nextcart.engine.session.ItemNumbers;
import io.nextcart.engine.table.ItemTable;
import io.nextcart.store.document.Rule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
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

    private final ItemNumbers numbers;
    private final ItemFilter filter;
    private final Rules rules;
    private final int k;
    private final int offset;
    private final int categoryCap;
    private final int[] chosen;
    private final int[] chosenCategory;
    private final BitSet[] chosenRules;
    private final Ranking.@Nullable Item[] answer;
    /** The first free place. */
    private int next;
    /** Whether an offer was taken for the page after the offset. */
    private boolean answered;

    private int offers;
    private final List<Offer> postponed = new ArrayList<>();
    private final List<Offer> overLimit = new ArrayList<>();
    /** Slots that keep no room, because nothing is left to fill them. */
    private final BitSet released = new BitSet();

    private record Offer(int order, int item, double score, Source source) {}

    /** @param diversity 0 means no cap; d allows ⌈k·(1−d)⌉ items of a category, at least 1 */
    Selection(ItemNumbers numbers, ItemFilter filter, int k, double diversity) {
        this.numbers = numbers;
        this.filter = filter;
        this.rules = filter.rules();
        this.k = k;
        this.offset = filter.offset();
        this.categoryCap = diversity == 0 ? k : Math.max(1, (int) Math.ceil(k * (1 - diversity)));
        this.chosen = new int[offset + k];
        this.chosenCategory = new int[offset + k];
        this.chosenRules = new BitSet[offset + k];
        this.answer = new Ranking.Item[offset + k];
        Arrays.fill(chosen, FREE);
        rules.pins().forEach(this::pin);
    }

    /** Puts an item at its place, or at the next free one. */
    private void pin(Rule pin) {
        int item = numbers.number(requireNonNull(pin.itemId(), "a pin has an item"));
        int place = pin.position() - 1;
        while (place < chosen.length && chosen[place] != FREE) {
            place++;
        }
        if (place < chosen.length && placeOf(item) < 0 && filter.allows(item)) {
            put(place, item, 0, Source.PINNED);
        }
    }

    /**
     * Offers an item. A filtered item is dropped; one over the cap, in the room of a slot or over a limit waits for
     * {@link #takePostponed} or {@link #takeAll}.
     */
    void offer(int item, double score, Source source) {
        offer(new Offer(offers++, item, score, source));
    }

    private void offer(Offer offer) {
        int place = placeOf(offer.item);
        if (place >= 0) {
            scorePin(place, offer.score);
        } else if (!isFull() && filter.allows(offer.item)) {
            BitSet matching = filter.rulesOf(offer.item);
            boolean wanted = unmet(matching) > 0;
            if (!wanted && isOverLimit(offer.item, matching)) {
                keep(overLimit, offer);
            } else if (!wanted && (isOverCap(offer.item) || (rules.hasSlots() && room() <= unmet(rules.slots())))) {
                keep(postponed, offer);
            } else if (take(offer)) {
                reoffer();
            }
        }
    }

    /** Keeps an offer for later; more than the list has places are never needed. */
    private void keep(List<Offer> waiting, Offer offer) {
        if (waiting.size() < chosen.length && waiting.stream().noneMatch(one -> one.item == offer.item)) {
            waiting.add(offer);
        }
    }

    /** A new page starts with a new cap, new slots and new limits. */
    private void reoffer() {
        if (postponed.isEmpty() && overLimit.isEmpty()) {
            return;
        }
        List<Offer> waiting = Stream.concat(postponed.stream(), overLimit.stream())
                .sorted(Comparator.comparingInt(Offer::order))
                .toList();
        postponed.clear();
        overLimit.clear();
        waiting.forEach(this::offer);
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
                offer(offer);
            } else if (!isFull() && placeOf(offer.item) < 0) {
                if (isOverLimit(offer.item, filter.rulesOf(offer.item))) {
                    keep(overLimit, offer);
                } else {
                    newPage |= take(offer);
                }
            }
        }
    }

    /** Takes every item that waits, in the order of the offers, while there is room. */
    void takeAll() {
        takePostponed();
        Stream.concat(postponed.stream(), overLimit.stream())
                .sorted(Comparator.comparingInt(Offer::order))
                .filter(offer -> !isFull() && placeOf(offer.item) < 0)
                .forEach(this::take);
        postponed.clear();
        overLimit.clear();
    }

    /** The slots of the page in progress that lack items. */
    int[] unmetSlots() {
        return rules.slots().stream().filter(this::isUnmet).toArray();
    }

    /** Whether a slot of the page in progress lacks an item. */
    boolean isUnmet(int slot) {
        return !isFull() && missing(slot) > 0;
    }

    /** Keeps no more room for a slot. */
    void release(int slot) {
        released.set(slot);
    }

    boolean isFull() {
        while (next < chosen.length && chosen[next] != FREE) {
            next++;
        }
        return next == chosen.length;
    }

    int size() {
        return (int) Arrays.stream(chosen).filter(item -> item != FREE).count();
    }

    /** The lowest score that an offer was taken with; 1 when none was. */
    double floor() {
        return Arrays.stream(answer)
                .filter(item -> item != null && item.source() != Source.PINNED)
                .mapToDouble(Ranking.Item::score)
                .min()
                .orElse(1);
    }

    /** Whether an offer follows the offset. */
    boolean hasAnswer() {
        return answered;
    }

    List<Ranking.Item> answer() {
        return Arrays.stream(answer).filter(Objects::nonNull).skip(offset).toList();
    }

    /** Takes an offer; returns whether that completes a page. */
    private boolean take(Offer offer) {
        boolean full = isFull();
        int page = next / k;
        put(next, offer.item, offer.score, offer.source);
        answered |= next >= offset;
        return !full && (isFull() || next / k > page);
    }

    private void put(int place, int item, double score, Source source) {
        BitSet matching = filter.rulesOf(item);
        chosen[place] = item;
        chosenCategory[place] = tracksCategories() ? filter.categoryOf(item) : ItemTable.NO_CATEGORY;
        chosenRules[place] = matching;
        answer[place] = new Ranking.Item(numbers.id(item), score, source, rules.idsOf(matching));
    }

    private void scorePin(int place, double score) {
        Ranking.Item item = answer[place];
        if (item != null && item.source() == Source.PINNED && item.score() == 0) {
            answer[place] = new Ranking.Item(item.itemId(), score, Source.PINNED, item.rules());
        }
    }

    private int placeOf(int item) {
        for (int i = 0; i < chosen.length; i++) {
            if (chosen[i] == item) {
                return i;
            }
        }
        return FREE;
    }

    private boolean isOverCap(int item) {
        return categoryCap < k && ofCategory(filter.categoryOf(item)) >= categoryCap;
    }

    private boolean isOverLimit(int item, BitSet matching) {
        if (rules.limitOfEach() < k && ofCategory(filter.categoryOf(item)) >= rules.limitOfEach()) {
            return true;
        }
        BitSet limits = rules.limits();
        for (int rule = limits.nextSetBit(0); rule >= 0; rule = limits.nextSetBit(rule + 1)) {
            if (matching.get(rule) && count(rule) >= rules.all().get(rule).count()) {
                return true;
            }
        }
        return false;
    }

    private boolean tracksCategories() {
        return categoryCap < k || rules.limitOfEach() < k;
    }

    /** How many more items the slots among these rules ask for. */
    private int unmet(BitSet matching) {
        int unmet = 0;
        for (int rule = matching.nextSetBit(0); rule >= 0; rule = matching.nextSetBit(rule + 1)) {
            unmet += rules.slots().get(rule) ? missing(rule) : 0;
        }
        return unmet;
    }

    private int missing(int slot) {
        return released.get(slot) ? 0 : Math.max(0, rules.all().get(slot).count() - count(slot));
    }

    /** How many items of the page in progress a rule is about. */
    private int count(int rule) {
        int count = 0;
        for (int i = pageStart(); i < pageEnd(); i++) {
            count += chosen[i] != FREE && chosenRules[i].get(rule) ? 1 : 0;
        }
        return count;
    }

    private int ofCategory(int category) {
        int count = 0;
        for (int i = pageStart(); category >= 0 && i < pageEnd(); i++) {
            count += chosen[i] != FREE && chosenCategory[i] == category ? 1 : 0;
        }
        return count;
    }

    private int room() {
        int room = 0;
        for (int i = next; i < pageEnd(); i++) {
            room += chosen[i] == FREE ? 1 : 0;
        }
        return room;
    }

    private int pageStart() {
        return next - next % k;
    }

    private int pageEnd() {
        return Math.min(chosen.length, pageStart() + k);
    }
}
