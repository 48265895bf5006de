package io.nextcart.functions.rollout;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.Event;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What was counted of a trial, and from which objects of the log. To count an object twice, or a compaction of it, changes nothing: a
 * shopper has an earliest time, an event one place in a set. So it need not be known what is in an object, only whether it
 * was read to its end. An object with events of later than now is read again by the next look.
 */
final class Counted implements TrialLog.Sink {
    private final TrialCount count;
    private final TreeMap<String, Long> badRows = new TreeMap<>();
    private boolean hasLater;
    private boolean isNew;

    Counted(TrialCount count) {
        this.count = requireNonNull(count, "count is null");
    }

    @Override
    public boolean knows(String key) {
        return badRows.containsKey(key);
    }

    @Override
    public void event(Event event) {
        hasLater |= !count.accept(event);
    }

    @Override
    public void end(String key, long bad) {
        if (!hasLater) {
            badRows.put(key, bad);
        }
        hasLater = false;
        isNew = true;
    }

    /** Forgets the objects that are not there any more; tells whether there is anything that the next look should know. */
    boolean keep(Set<String> there) {
        return badRows.keySet().retainAll(there) || isNew;
    }

    TrialCount count() {
        return count;
    }

    /** Rows of the objects that are no events. */
    long badRows() {
        return badRows.values().stream().mapToLong(Long::longValue).sum();
    }

    void write(DataOutput out) throws IOException {
        out.writeInt(badRows.size());
        for (Map.Entry<String, Long> object : badRows.entrySet()) {
            out.writeUTF(object.getKey());
            out.writeLong(object.getValue());
        }
        count.write(out);
    }

    /** As {@link TrialCount#goOnFrom}. */
    boolean goOnFrom(DataInput in) throws IOException {
        for (int left = in.readInt(); left > 0; left--) {
            String key = in.readUTF();
            badRows.put(key, in.readLong());
        }
        return count.goOnFrom(in);
    }
}
