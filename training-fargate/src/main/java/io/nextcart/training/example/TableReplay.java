package io.nextcart.training.example;

import static java.util.Objects.requireNonNull;

import io.nextcart.engine.format.StringColumn;
import io.nextcart.engine.rank.Workspace;
import io.nextcart.training.table.KnownItems;
import java.util.Arrays;

/**
 * Replays a log's histories into a workspace, as serving would with the tables of that workspace: an item that is not
 * in the tables is as unknown as to a server with that day's bundle. Not thread-safe.
 */
public final class TableReplay {
    private final HistoryReplay replay;
    private final Workspace workspace;
    private final String[] itemIds;
    private final int[] known;

    TableReplay(HistoryReplay replay, String[] itemIds, Workspace workspace) {
        this.replay = requireNonNull(replay, "replay is null");
        this.itemIds = itemIds;
        this.workspace = requireNonNull(workspace, "workspace is null");
        this.known = KnownItems.indices(itemIds, workspace.tables().items());
    }

    /**
     * Starts a request with the events known just before an event.
     *
     * @param session index of the session in the log
     * @param position position in the session, exclusive: events before it are known
     * @param inline only the views of the session, without times, as sent by a shop without user accounts
     */
    public void fill(int session, int position, boolean inline) {
        workspace.reset();
        replay.visit(session, position, inline, (item, type, timestampMs) -> {
            if (known[item] >= 0) {
                workspace.session().add(known[item], type, timestampMs);
            } else {
                workspace.add(itemIds[item], type, timestampMs);
            }
        });
    }

    /** The number of a log item in this request; −1 when neither the tables nor the request know it. */
    public int number(int item) {
        return known[item] >= 0 ? known[item] : workspace.numbers().find(itemIds[item]);
    }

    /** The numbers of log items in this request. */
    public int[] numbers(int[] items) {
        return Arrays.stream(items).map(this::number).toArray();
    }

    /** The log item with a number in this request. */
    public int item(int number) {
        return Arrays.binarySearch(itemIds, workspace.numbers().id(number), StringColumn.ORDER);
    }
}
