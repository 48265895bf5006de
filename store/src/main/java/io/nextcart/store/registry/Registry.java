package io.nextcart.store.registry;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.BadInputException;
import io.nextcart.store.LostRaceException;
import io.nextcart.store.ObjectKey;
import io.nextcart.store.ObjectSource;
import io.nextcart.store.ObjectStore;
import io.nextcart.store.SideBySide;
import io.nextcart.store.document.Current;
import io.nextcart.store.document.DamagedDocumentException;
import io.nextcart.store.document.Manifest;
import io.nextcart.store.document.RunRecord;
import io.nextcart.store.document.TrainingDetails;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The models of a store, from its {@code models/}, {@code runs/} and {@code trials/}. */
public final class Registry {
    /** The file name of a report beside its bundle; the manifest does not list it. */
    public static final String REPORT = "report.html";

    private static final String UNFINISHED = "has no " + Manifest.FILE
            + ", which is written last: it is being published now, or its training was killed; nothing reads it";

    private final ObjectStore store;

    public Registry(ObjectStore store) {
        this.store = requireNonNull(store, "store is null");
    }

    /**
     * Every stored version, newest first; damaged ones are marked. While {@code models/current.json} is damaged ({@link
     * #problemOfCurrent}), no version has a role.
     *
     * @throws IOException when the store cannot be read
     */
    public List<StoredModel> list() throws IOException {
        return list(Integer.MAX_VALUE);
    }

    /** The same, but of those without a role only the newest, up to {@code most} in all. */
    public List<StoredModel> list(int most) throws IOException {
        Current current = serving().map(Serving::current).orElse(null);
        List<String> keys = store.list("models/");
        Set<String> versions = new TreeSet<>(Comparator.reverseOrder());
        keys.stream()
                .map(key -> key.split("/", 3))
                .filter(parts -> parts.length == 3)
                .forEach(parts -> versions.add(parts[1]));
        if (current != null) {
            Stream.of(current.champion(), current.challenger())
                    .filter(Objects::nonNull)
                    .forEach(versions::add);
        }
        List<String> newest = new ArrayList<>();
        for (String version : versions) {
            if (newest.size() < most || (current != null && state(version, current) != StoredModel.State.STORED)) {
                newest.add(version);
            }
        }
        return SideBySide.read(newest, version -> model(version, current, keys));
    }

    /**
     * What is wrong with {@code models/current.json}, in one line with its place.
     *
     * @return empty when it is readable or absent
     */
    public Optional<String> problemOfCurrent() throws IOException {
        return serving().map(Serving::damage).map(Throwable::getMessage);
    }

    /**
     * Every training that left no model, newest first: refused by the gate, failed, or without a usable log or
     * settings. Reads each document below {@code runs/}.
     */
    public List<FruitlessRun> fruitlessRuns() throws IOException {
        return SideBySide.read(store.list(RunRecord.PREFIX), key -> FruitlessRun.in(store, key)).stream()
                .flatMap(Optional::stream)
                .sorted(Comparator.comparingLong(FruitlessRun::endedAtMs)
                        .reversed()
                        .thenComparing(FruitlessRun::run))
                .toList();
    }

    /**
     * The record of a run.
     *
     * @return empty when there is none
     * @throws DamagedDocumentException when it is damaged
     */
    public Optional<RunRecord> run(String run) throws IOException {
        Optional<ObjectSource.Tagged> found =
                ObjectKey.isSegment(run) ? store.get(RunRecord.key(run)) : Optional.empty();
        return found.isEmpty()
                ? Optional.empty()
                : Optional.of(RunRecord.read(found.get().bytes(), store.location() + "/" + RunRecord.key(run)));
    }

    /**
     * The report of a version, or of a model that the gate refused: HTML in UTF-8.
     *
     * @return empty when there is none
     */
    public Optional<byte[]> report(String version) throws IOException {
        if (!ObjectKey.isSegment(version)) {
            return Optional.empty();
        }
        Optional<ObjectSource.Tagged> stored = store.get("models/" + version + "/" + REPORT);
        return (stored.isPresent() ? stored : store.get(RunRecord.reportKey(version))).map(ObjectSource.Tagged::bytes);
    }

    /**
     * The given version, or else the champion.
     *
     * @param named the value of {@code --model}, or null
     * @return empty when none was given and none is in service
     * @throws BadInputException when the name cannot be a version
     */
    public Optional<String> chosen(@Nullable String named) throws IOException {
        if (named == null) {
            Optional<Serving> serving = serving();
            DamagedDocumentException damage = serving.map(Serving::damage).orElse(null);
            if (damage != null) {
                throw damage;
            }
            return serving.map(Serving::current).map(Current::champion);
        }
        if (!ObjectKey.isSegment(named)) {
            throw new BadInputException(
                    "--model '" + named + "' is not a version name, expected one of the folders in models/");
        }
        return Optional.of(named);
    }

    /** Whether a version is stored, damaged or not. */
    public boolean isStored(String version) throws IOException {
        return ObjectKey.isSegment(version)
                && !store.list("models/" + version + "/").isEmpty();
    }

    /**
     * The manifest of a version.
     *
     * @throws BadInputException when the store holds no such version
     * @throws DamagedDocumentException when it is damaged
     */
    public Manifest manifest(String version) throws IOException {
        if (!ObjectKey.isSegment(version)) {
            throw new BadInputException(
                    "'" + version + "' is not a version name, expected one such as 20150918T025947Z-1f0c8a2b");
        }
        String key = Manifest.key(version);
        ObjectSource.Tagged found = store.get(key)
                .orElseThrow(() -> new BadInputException(
                        "no model " + version + " in " + store.location() + ", expected one with " + key));
        return Manifest.parse(found.bytes(), store.location() + "/" + key, version);
    }

    /**
     * Puts an earlier version into service for every shopper, and ends a trial. The version that it replaces becomes
     * the previous champion. With a version given, a damaged or missing {@code models/current.json} is written anew,
     * without a previous champion.
     *
     * @param to the version, or null for the previous champion
     * @return what serves now
     * @throws BadInputException when there is no such version, or it serves already
     * @throws DamagedDocumentException when the version is damaged, or {@code models/current.json} is and no version is
     *     given; nothing changes
     * @throws LostRaceException when another change came between; nothing changes
     */
    public Current rollBack(@Nullable String to, Clock clock) throws IOException {
        Optional<Serving> found = serving();
        String target = to == null ? previous(found) : to;
        if (found.filter(now -> now.isOnly(target)).isPresent()) {
            throw new BadInputException(target + " is in service already, expected another version");
        }
        return serve(target, found, clock);
    }

    /**
     * Puts a version into service like {@link #rollBack}, if what serves has not changed since it was seen. Reads all of its files
     * before, one at a time, into the system's temporary folder.
     *
     * @param seen as from {@link #serving}
     */
    public Current serve(String version, Optional<Serving> seen, Clock clock) throws IOException {
        Current before = seen.map(Serving::current).orElse(null);
        Manifest manifest = manifest(version);
        String problem = problem(manifest, version, store.list("models/" + version + "/"));
        if (problem != null) {
            throw new DamagedDocumentException(store.location() + "/models/" + version + ": " + problem);
        }
        requireWhole(manifest);
        Current now = before == null
                ? new Current(version, null, 0, null, clock.millis())
                : before.published(version, clock.millis());
        if (!store.putIf(Current.KEY, now.toJson(), seen.map(Serving::etag))) {
            throw new LostRaceException(place()
                    + ": what serves changed meanwhile, nothing was rolled back; look again with nextcart models");
        }
        return now;
    }

    private String previous(Optional<Serving> found) throws DamagedDocumentException {
        if (found.isEmpty()) {
            throw new BadInputException(
                    place()
                            + ": no such object, so nobody knows the previous champion; --to VERSION puts a version into service");
        }
        Current before = found.get().current();
        if (before == null) {
            DamagedDocumentException damage = requireNonNull(found.get().damage(), "what cannot be read is damaged");
            throw new DamagedDocumentException(
                    damage.getMessage() + "; --to VERSION puts a version into service anyway", damage);
        }
        if (before.previous() == null) {
            throw new BadInputException(
                    place() + ": " + before.champion() + " has no previous champion, expected one, or --to VERSION");
        }
        return before.previous();
    }

    /**
     * The object {@code models/current.json}.
     *
     * @param current null when it is damaged
     * @param damage null when it is not
     * @param etag of its bytes
     */
    public record Serving(
            @Nullable Current current, @Nullable DamagedDocumentException damage, String etag) {
        /** Whether this version answers every shopper. */
        public boolean isOnly(String version) {
            return current != null && version.equals(current.champion()) && current.challenger() == null;
        }
    }

    /** What serves; empty when there is no {@code models/current.json}. */
    public Optional<Serving> serving() throws IOException {
        Optional<ObjectSource.Tagged> found = store.get(Current.KEY);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        String etag = found.get().etag();
        try {
            return Optional.of(new Serving(Current.read(found.get().bytes(), place()), null, etag));
        } catch (DamagedDocumentException e) {
            return Optional.of(new Serving(null, e, etag));
        }
    }

    private String place() {
        return store.location() + "/" + Current.KEY;
    }

    private StoredModel model(String version, @Nullable Current current, List<String> keys) throws IOException {
        StoredModel.State state = current == null ? StoredModel.State.STORED : state(version, current);
        StoredTrial trial = StoredTrial.in(store, version, state == StoredModel.State.CHALLENGER);
        if (state == StoredModel.State.STORED && !keys.contains(Manifest.key(version))) {
            return new StoredModel(version, StoredModel.State.UNFINISHED, null, null, UNFINISHED, trial);
        }
        Manifest manifest = null;
        TrainingDetails training = null;
        String problem;
        try {
            manifest = manifest(version);
            training = manifest.training();
            problem = problem(manifest, version, keys);
        } catch (BadInputException | DamagedDocumentException e) {
            problem = e.getMessage();
        }
        return problem == null
                ? new StoredModel(version, state, manifest, training, null, trial)
                : new StoredModel(version, StoredModel.State.DAMAGED, manifest, training, role(state) + problem, trial);
    }

    private static String role(StoredModel.State state) {
        return state == StoredModel.State.STORED ? "" : state.wireName() + ", but ";
    }

    private static StoredModel.State state(String version, Current current) {
        if (version.equals(current.champion())) {
            return StoredModel.State.CHAMPION;
        }
        if (version.equals(current.challenger())) {
            return StoredModel.State.CHALLENGER;
        }
        return version.equals(current.previous()) ? StoredModel.State.PREVIOUS : StoredModel.State.STORED;
    }

    private void requireWhole(Manifest manifest) throws IOException {
        Path copy = Files.createTempFile("nextcart-", ".model");
        try {
            for (Map.Entry<String, Manifest.Entry> file : manifest.files().entrySet()) {
                requireWhole(store, "models/" + manifest.version() + "/" + file.getKey(), file.getValue(), copy);
            }
        } finally {
            Files.deleteIfExists(copy);
        }
    }

    /**
     * Checks that a file of a model has the size and the SHA-256 of its manifest.
     *
     * @param copy written or replaced, for the caller to delete
     * @throws DamagedDocumentException when it has not, or is missing
     */
    public static void requireWhole(ObjectSource store, String key, Manifest.Entry expected, Path copy)
            throws IOException {
        String place = store.location() + "/" + key;
        try {
            store.download(key, copy);
        } catch (NoSuchFileException e) {
            throw new DamagedDocumentException(place + ": no such object", e);
        }
        if (!expected.isOf(copy)) {
            throw new DamagedDocumentException(place + ": is damaged, its size or SHA-256 is not that of the manifest");
        }
    }

    /** Only names are compared: {@link #serve} and loading the bundle check sizes and checksums. */
    private static @Nullable String problem(Manifest manifest, String version, List<String> keys) {
        if (!manifest.version().equals(version)) {
            return "its manifest is of version " + manifest.version();
        }
        for (String file : manifest.files().keySet()) {
            if (!keys.contains("models/" + version + "/" + file)) {
                return "lacks the file " + file;
            }
        }
        return null;
    }
}
