import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Changes the model in service again and again: a training, a rollback, a pipeline with a trial. */
final class SoakModels {
    private static final int PAUSE_SECONDS = 10;
    private static final int REFUSED = 3;

    private final Path work;
    private final String store;
    private final Path past;
    private final CountDownLatch ending = new CountDownLatch(1);
    private final Thread thread = new Thread(this::change, "models");
    private final List<String> faults = new ArrayList<>();
    private final List<String> done = new ArrayList<>();

    SoakModels(Path work) {
        this.work = work;
        this.store = work.resolve("store").toString();
        this.past = work.resolve("past.csv");
    }

    void publishTheFirst() throws Exception {
        require(run(Set.of(0), "train", "--events", past.toString(), "--store", store, "--force"));
    }

    /** Stores and archives the past. */
    void sendThePast(URI server) throws Exception {
        require(run(
                Set.of(0), "send", "--events", past.toString(), "--url", server.toString(), "--api-key", SoakServer.KEY));
    }

    private void require(int ended) {
        if (ended != 0) {
            throw new IllegalStateException(String.join("; ", faults));
        }
    }

    void begin() {
        sinceLast(); // the preparations
        thread.setDaemon(true);
        thread.start();
    }

    /** Returns when the change in progress is over. */
    void end() throws InterruptedException {
        ending.countDown();
        thread.join();
    }

    private void change() {
        try {
            do {
                run(Set.of(0), "train", "--archive", store, "--store", store, "--work", dir("train"), "--force");
                if (pause()) {
                    run(Set.of(0), "models", "--store", store, "rollback");
                }
                if (pause()) {
                    run(Set.of(0, REFUSED), "pipeline", "--store", store, "--share", "0.3", "--fast-forward");
                }
            } while (pause());
        } catch (IOException e) {
            fault(e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String dir(String name) {
        return work.resolve(name).toString();
    }

    /** False at the end. */
    private boolean pause() throws InterruptedException {
        return !ending.await(PAUSE_SECONDS, TimeUnit.SECONDS);
    }

    /** Runs a command at the lowest priority, as beside a server one should; returns its exit code. */
    private int run(Set<Integer> wanted, String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("nice", "-n", "19", SoakServer.java("java"), "-Xmx2g"));
        command.addAll(SoakServer.nextcart(words));
        Path output = work.resolve(words[0] + ".txt");
        Process process = new ProcessBuilder(command)
                .directory(work.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        int ended = process.waitFor();
        if (!wanted.contains(ended)) {
            fault(String.join(" ", words) + " ended with " + ended + ": "
                    + Files.readString(output).strip());
        }
        note(words[0] + (ended == 0 ? "" : " (" + ended + ")"));
        return ended;
    }

    private synchronized void note(String ended) {
        done.add(ended);
    }

    private synchronized void fault(String fault) {
        faults.add(fault);
    }

    /** What ended since this was last asked. */
    synchronized String sinceLast() {
        String said = String.join(", ", done);
        done.clear();
        return said;
    }

    synchronized List<String> faults() {
        return List.copyOf(faults);
    }

    /** What the audit of the stopped shop finds: every accepted event must be stored and archived. */
    List<String> audit() throws Exception {
        int before = faults().size();
        run(Set.of(0), "audit", "--store", store, "--data", work.resolve("data").toString());
        return faults().subList(before, faults().size());
    }
}
