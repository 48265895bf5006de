package io.nextcart.training.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextcart.data.Progress;
import io.nextcart.engine.TinyBundle;
import io.nextcart.engine.bundle.Bundle;
import io.nextcart.engine.bundle.BundleLoader;
import io.nextcart.store.FolderObjectStore;
import io.nextcart.store.HookedStore;
import io.nextcart.store.ObjectStore;
import io.nextcart.store.document.BundleException;
import io.nextcart.store.document.Current;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two trainings publish while two processes read, by turns that a seed draws, over a store that fails, loses answers, repeats calls and
 * reads what was. Whatever happens: who reads gets a whole bundle or none, and what serves is followed only by what knew it.
 */
class PublishingSchedulesTest {
    private static final long SEED = Long.getLong("nextcart.seed", 42);
    private static final List<String> VERSIONS = List.of("v1", "v2", "v3", "v4");
    private static final int LOOKS_AFTERWARDS = 2;

    @TempDir
    static Path work;

    @BeforeAll
    static void makeBundles() throws IOException {
        ObjectStore nowhere = new FolderObjectStore(work.resolve("nowhere"));
        for (String version : VERSIONS) {
            TinyBundle.put(nowhere, version, work);
        }
    }

    @Test
    void whateverFailsReadersSeeWholeBundlesAndThePointerNeverGoesBack() throws Exception {
        play(25);
    }

    @Test
    @Tag("long")
    void soItIsOnTenThousandSchedules() throws Exception {
        play(10_000);
    }

    private static void play(int schedules) throws Exception {
        int published = 0;
        int read = 0;
        for (int i = 0; i < schedules; i++) {
            Schedule schedule = new Schedule(SEED + i);
            try {
                schedule.play();
            } catch (Throwable e) {
                throw new AssertionError("seed " + (SEED + i) + ": " + e.getMessage(), e);
            } finally {
                delete(schedule.folder);
            }
            published += schedule.served.size();
            read += schedule.read;
        }
        // The schedules are worth something: most publish, and most readers find something.
        assertThat(published).isGreaterThan(schedules);
        assertThat(read).isGreaterThan(schedules);
    }

    private static final class Schedule {
        private final Path folder;
        private final ObjectStore truth;
        private final Turns turns;
        private final Random random;
        /** What served, in order, as the store itself saw it. */
        private final List<Current> served = new ArrayList<>();

        private volatile int training = 2;
        private volatile int read;

        Schedule(long seed) throws IOException {
            folder = Files.createDirectories(work.resolve("schedule-" + seed));
            random = new Random(seed);
            turns = new Turns(seed);
            ObjectStore plain = new FolderObjectStore(folder.resolve("store"));
            truth = HookedStore.around(plain, call -> {
                Object answer = call.proceed();
                if (call.key().equals(Current.KEY) && call.isWrite() && !Boolean.FALSE.equals(answer)) {
                    Current current = Current.read((byte[]) call.arguments()[1], "truth");
                    served.add(current);
                    // Whole at the moment that it begins to serve, not only by the time that somebody reads it.
                    new BundleLoader(plain, folder.resolve("at-once")).load(current.champion());
                }
                return answer;
            });
        }

        void play() throws Exception {
            turns.add(() -> train("v1", "v3"));
            turns.add(() -> train("v2", "v4"));
            turns.add(() -> look("one"));
            turns.add(() -> look("two"));
            turns.play();
            requireOneLine();
            if (!served.isEmpty()) {
                BundleLoader loader = new BundleLoader(truth, folder.resolve("after"));
                Current current = loader.current().orElseThrow();
                assertThat(current).isEqualTo(served.get(served.size() - 1));
                loader.load(current.champion());
            }
        }

        /** A training after the other in a process that may be killed; each run of it starts anew. */
        private void train(String... versions) {
            for (String version : versions) {
                BundlePublisher publisher = new BundlePublisher(faulty(), Clock.systemUTC());
                try {
                    BundlePublisher.Base base = publisher.base();
                    publisher.publish(work.resolve(version), version, base, Progress.NONE);
                } catch (IOException e) {
                    // a failed training, which the next night repeats
                }
            }
            training--;
        }

        private void look(String name) throws Exception {
            BundleLoader loader = new BundleLoader(faulty(), folder.resolve(name));
            for (int afterwards = 0; afterwards < LOOKS_AFTERWARDS; afterwards += training == 0 ? 1 : 0) {
                try {
                    Optional<Current> current = loader.current();
                    if (current.isPresent()) {
                        Bundle bundle = loader.load(current.get().champion());
                        assertThat(bundle.version()).isEqualTo(current.get().champion());
                        Bundle.verify(folder.resolve(name).resolve(bundle.version()));
                        read++;
                    }
                } catch (BundleException e) {
                    // A fault lost a file on its way; a file that is there is never another than its manifest says.
                    assertThat(e).hasMessageNotContaining("damaged");
                } catch (IOException e) {
                    // no answer: what served before goes on
                }
            }
        }

        private ObjectStore faulty() {
            return FaultyStore.of(truth, new Random(random.nextLong()), turns);
        }

        /** Each that served names the one before it, and none served twice. */
        private void requireOneLine() {
            Set<String> champions = new HashSet<>();
            String before = null;
            for (Current current : served) {
                assertThat(current.previous()).as("%s", served).isEqualTo(before);
                assertThat(champions.add(current.champion())).as("%s", served).isTrue();
                before = current.champion();
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        try (var all = Files.walk(folder)) {
            for (Path path : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
