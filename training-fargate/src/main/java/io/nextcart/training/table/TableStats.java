package io.nextcart.training.table;

/**
 * What a set of tables was made from and holds.
 *
 * @param endMs every event and catalogue row used is older than this, milliseconds since the epoch
 * @param events events used
 * @param items items in the dictionary
 * @param activeItems items with an event before {@code endMs}
 * @param categories categories in the tree
 * @param covisitNeighbors entries of {@code covisit.tbl}
 * @param cocartNeighbors entries of {@code cocart.tbl}
 * @param copurchaseNeighbors entries of {@code copurchase.tbl}
 */
public record TableStats(
        long endMs,
        long events,
        int items,
        int activeItems,
        int categories,
        int covisitNeighbors,
        int cocartNeighbors,
        int copurchaseNeighbors) {}
