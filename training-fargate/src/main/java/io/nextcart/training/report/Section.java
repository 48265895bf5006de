package io.nextcart.training.report;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * A part of the report.
 *
 * @param id of the element in the page
 * @param seen sentences that interpret the figures, with their numbers
 */
record Section(String id, String title, List<String> seen, List<Figure> figures) {
    Section {
        requireNonNull(id, "id is null");
        requireNonNull(title, "title is null");
        seen = List.copyOf(seen);
        figures = List.copyOf(figures);
    }
}
