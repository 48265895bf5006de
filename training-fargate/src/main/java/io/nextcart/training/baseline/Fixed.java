package io.nextcart.training.baseline;

import io.nextcart.engine.session.SessionState;
import io.nextcart.engine.table.PopularTable;

/** The same list for everybody: the shop's popular or rising items. */
final class Fixed implements Baseline {
    private final String name;
    private final int[] items;

    Fixed(String name, PopularTable.Rows rows) {
        this.name = name;
        int from = rows.from(PopularTable.SHOP);
        items = new int[rows.to(PopularTable.SHOP) - from];
        for (int i = 0; i < items.length; i++) {
            items[i] = rows.item(from + i);
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int rank(SessionState session, int[] into) {
        return refill(into, 0);
    }

    /** Tops a list up with items that it does not hold yet; {@code size} is how many it holds. */
    int refill(int[] into, int size) {
        int n = size;
        for (int i = 0; i < items.length && n < into.length; i++) {
            boolean held = false;
            for (int j = 0; j < n && !held; j++) {
                held = into[j] == items[i];
            }
            if (!held) {
                into[n++] = items[i];
            }
        }
        return n;
    }
}
