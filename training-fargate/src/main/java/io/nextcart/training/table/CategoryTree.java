package io.nextcart.training.table;

/**
 * The shop's categories.
 *
 * @param ids by dense index, ascending in {@code StringColumn.ORDER}
 * @param parents dense index of each category's parent, −1 for a root
 */
record CategoryTree(String[] ids, int[] parents) {
    static final CategoryTree EMPTY = new CategoryTree(new String[0], new int[0]);

    int size() {
        return ids.length;
    }
}
