package io.nextcart.data.browser;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** A headless Chromium as people have it: a fresh profile, no extensions. */
public final class Browser implements AutoCloseable {
    private static final List<String> NAMES =
            List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
    private static final String LISTENING = "DevTools listening on ";

    private final Process process;
    private final DevTools devTools;

    private Browser(Process process, DevTools devTools) {
        this.process = process;
        this.devTools = devTools;
    }

    /**
     * Starts the machine's browser; skips the calling test when there is none.
     *
     * @param folder existing; for the browser's profile and output
     */
    public static Browser start(Path folder) throws IOException {
        Path executable = Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .flatMap(place -> NAMES.stream().map(Path.of(place)::resolve))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
        Assumptions.assumeTrue(executable != null, "no browser: none of " + NAMES + " is on the PATH");
        Process process = new ProcessBuilder(
                        String.valueOf(executable),
                        "--headless=new",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + folder.resolve("profile"),
                        // Containers have neither the sandbox's system calls nor much shared memory; the pages are our
                        // own.
                        "--no-sandbox",
                        "--disable-dev-shm-usage",
                        "--disable-gpu",
                        "--hide-scrollbars",
                        "--accept-lang=en-US",
                        "--no-first-run",
                        "about:blank")
                .redirectOutput(folder.resolve("browser.out").toFile())
                .start();
        BufferedReader said = process.errorReader(StandardCharsets.UTF_8);
        StringBuilder all = new StringBuilder();
        for (String line = said.readLine(); line != null; line = said.readLine()) {
            all.append(line).append('\n');
            if (line.startsWith(LISTENING)) {
                drain(said);
                return new Browser(process, new DevTools(URI.create(line.substring(LISTENING.length()))));
            }
        }
        throw new IOException(executable + " ended before it listened:\n" + all);
    }

    /** Later output is of no use, but a full pipe would stop the browser. */
    private static void drain(BufferedReader said) {
        Thread thread = new Thread(() -> said.lines().forEach(line -> {}), "browser-output");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Opens a page in a tab with storage of its own, and waits until it is loaded.
     *
     * @param width of the window in CSS pixels
     * @param dark the colour scheme that the page sees as preferred
     */
    public Tab open(URI page, int width, boolean dark) throws IOException {
        Object context =
                devTools.ask(null, "Target.createBrowserContext", Map.of()).get("browserContextId");
        String target = String.valueOf(devTools.ask(
                        null,
                        "Target.createTarget",
                        Map.of("url", "about:blank", "browserContextId", String.valueOf(context)))
                .get("targetId"));
        String session =
                String.valueOf(devTools.ask(null, "Target.attachToTarget", Map.of("targetId", target, "flatten", true))
                        .get("sessionId"));
        for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
            devTools.ask(session, domain + ".enable", Map.of());
        }
        devTools.ask(
                session,
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", 800, "deviceScaleFactor", 1, "mobile", false));
        devTools.ask(
                session,
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
        devTools.ask(session, "Page.navigate", Map.of("url", page.toString()));
        devTools.awaitEvent(session, "Page.loadEventFired");
        return new Tab(devTools, target, session);
    }

    @Override
    public void close() throws Exception {
        devTools.ask(null, "Browser.close", Map.of());
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
        }
    }
}
