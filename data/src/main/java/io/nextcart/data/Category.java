package io.nextcart.data;

import org.jspecify.annotations.Nullable;

/**
 * A node of the category tree.
 *
 * @param parentId the parent's id, null for a root
 */
public record Category(String id, @Nullable String parentId) {
    public Category {
        Ids.check("category", id);
        if (parentId != null) {
            Ids.check("parent category", parentId);
        }
    }
}
