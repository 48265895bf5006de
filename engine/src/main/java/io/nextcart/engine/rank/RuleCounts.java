package io.nextcart.engine.rank;

import io.nextcart.engine.filter.Rules;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * How many items of the page in progress each slot and each limit is about, and so which of them want more items or allow
 * no more.
 */
final class RuleCounts {
    private final Rules rules;
    private final byte[] count; // by rule; a page has at most 100 items
    private final long[] wanting; // the slots that lack items
    private final long[] reached; // the limits
    /** Slots that keep no room, because nothing is left to fill them. */
    private final BitSet released = new BitSet(0);

    private int unmet;

    RuleCounts(Rules rules) {
        this.rules = rules;
        this.count = new byte[rules.all().size()];
        this.wanting = rules.newSet();
        this.reached = rules.newSet();
    }

    /**
     * Begins a page.
     *
     * @param chosen the rules about the item at each place, null where there is none yet
     * @param from the first place of the page
     * @param to the place after its last one
     */
    void begin(long[] @Nullable [] chosen, int from, int to) {
        if (count.length == 0) {
            return;
        }
        Arrays.fill(count, (byte) 0);
        unmet = 0;
        for (int slot : rules.slots()) {
            unmet += missing(slot);
            Rules.put(wanting, slot, missing(slot) > 0);
        }
        for (int limit : rules.limits()) {
            Rules.put(reached, limit, isReached(limit));
        }
        for (int place = from; place < to; place++) {
            long[] own = chosen[place];
            if (own != null) {
                change(own, 1);
            }
        }
    }

    /**
     * Counts an item with these rules.
     *
     * @param by 1 when it comes to the page, −1 when it leaves
     */
    void change(long[] matching, int by) {
        for (int slot : rules.slots()) {
            if (Rules.has(matching, slot)) {
                unmet -= missing(slot);
                count[slot] += (byte) by;
                unmet += missing(slot);
                Rules.put(wanting, slot, missing(slot) > 0);
            }
        }
        for (int limit : rules.limits()) {
            if (Rules.has(matching, limit)) {
                count[limit] += (byte) by;
                Rules.put(reached, limit, isReached(limit));
            }
        }
    }

    /** Keeps no more room for a slot. */
    void release(int slot) {
        unmet -= missing(slot);
        released.set(slot);
        Rules.put(wanting, slot, false);
    }

    /** How many more items a slot asks for. */
    int missing(int slot) {
        return released.get(slot) ? 0 : Math.max(0, rules.all().get(slot).count() - count[slot]);
    }

    private boolean isReached(int limit) {
        return count[limit] >= rules.all().get(limit).count();
    }

    /** How many more items all slots ask for. */
    int unmet() {
        return unmet;
    }

    /** A slot that lacks items, the first of them; negative for none. */
    int firstUnmet() {
        for (int word = 0; unmet > 0 && word < wanting.length; word++) {
            if (wanting[word] != 0) {
                return word * Long.SIZE + Long.numberOfTrailingZeros(wanting[word]);
            }
        }
        return -1;
    }

    /** Whether a slot among these rules lacks items. */
    boolean want(long[] matching) {
        return unmet > 0 && Rules.meet(matching, wanting);
    }

    /** Whether a limit among these rules is reached. */
    boolean bar(long[] matching) {
        return Rules.meet(matching, reached);
    }

    /** Whether a slot among the rules about an item of the page has no more items than it asks for. */
    boolean need(long[] matching) {
        for (int slot : rules.slots()) {
            if (Rules.has(matching, slot)
                    && count[slot] <= rules.all().get(slot).count()) {
                return true;
            }
        }
        return false;
    }
}
