package io.nextcart.local.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * What a file's process asked of the disk, in order, and what the disk may hold after a power cut: all that was forced,
 * and of the rest anything, in any order, a sector at a time.
 */
final class CutDisk {
    /** Written as a whole or not at all: all disks promise that much. */
    private static final int SECTOR_BYTES = 512;

    private final byte[] before;
    private final List<Step> steps = new ArrayList<>();

    /** @param before the file's bytes at the start, all of them on the disk */
    CutDisk(byte[] before) {
        this.before = before.clone();
    }

    private sealed interface Step {}

    private record Write(long at, byte[] bytes) implements Step {}

    private record Truncate(long sizeBytes) implements Step {}

    private record Force() implements Step {}

    synchronized void write(long at, byte[] bytes) {
        steps.add(new Write(at, bytes));
    }

    synchronized void truncate(long sizeBytes) {
        steps.add(new Truncate(sizeBytes));
    }

    synchronized void force() {
        steps.add(new Force());
    }

    /** How many steps there are so far. */
    synchronized int steps() {
        return steps.size();
    }

    /** The numbers of steps after which more is at stake than one write of data: of the header, and of the file's length. */
    synchronized List<Integer> delicate() {
        List<Integer> delicate = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            if (steps.get(i) instanceof Truncate || steps.get(i) instanceof Write write && write.at == 0) {
                delicate.add(i + 1);
            }
        }
        return delicate;
    }

    /** What became of the steps that were not forced. */
    private enum Fate {
        ALL_LOST,
        LATEST_LOST,
        LATEST_KEPT_ALONE,
        SOME_STEPS_LOST,
        SOME_SECTORS_LOST,
        MOST_SECTORS_LOST,
        FEW_SECTORS_LOST
    }

    /** The bytes on the disk when the power fails after some number of steps. */
    synchronized byte[] after(int count, Random random) {
        int forced = count;
        while (forced > 0 && !(steps.get(forced - 1) instanceof Force)) {
            forced--;
        }
        Image image = new Image(before);
        steps.subList(0, forced).forEach(image::take);
        Fate fate = Fate.values()[random.nextInt(Fate.values().length)];
        boolean grows = random.nextBoolean();
        for (int i = forced; i < count; i++) {
            boolean latest = i == count - 1;
            boolean taken = switch (fate) {
                case ALL_LOST -> false;
                case LATEST_LOST -> !latest;
                case LATEST_KEPT_ALONE -> latest;
                case SOME_STEPS_LOST -> random.nextBoolean();
                default -> true;
            };
            if (taken) {
                double lost = switch (fate) {
                    case SOME_SECTORS_LOST -> 0.5;
                    case MOST_SECTORS_LOST -> 0.9;
                    case FEW_SECTORS_LOST -> 0.05;
                    default -> 0;
                };
                image.take(steps.get(i), lost, grows, random);
            }
        }
        return image.bytes();
    }

    private static final class Image {
        private byte[] bytes;
        private int size;

        Image(byte[] start) {
            bytes = start.clone();
            size = start.length;
        }

        void take(Step step) {
            take(step, 0, true, new Random(0));
        }

        /** @param grows whether the file is as long as it was to be though sectors at its end are lost */
        void take(Step step, double lost, boolean grows, Random random) {
            if (step instanceof Truncate truncate && !(random.nextDouble() < lost)) {
                Arrays.fill(bytes, (int) Math.min(size, truncate.sizeBytes), size, (byte) 0);
                size = (int) Math.min(size, truncate.sizeBytes);
            } else if (step instanceof Write write) {
                int at = (int) write.at;
                for (int from = 0; from < write.bytes.length; from += SECTOR_BYTES) {
                    if (!(random.nextDouble() < lost)) {
                        int length = Math.min(SECTOR_BYTES, write.bytes.length - from);
                        grow(at + from + length);
                        System.arraycopy(write.bytes, from, bytes, at + from, length);
                    }
                }
                if (grows) {
                    grow(at + write.bytes.length);
                }
            }
        }

        private void grow(int newSize) {
            if (newSize > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(newSize, 2 * bytes.length));
            }
            size = Math.max(size, newSize);
        }

        byte[] bytes() {
            return Arrays.copyOf(bytes, size);
        }
    }
}
