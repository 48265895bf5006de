package io.nextcart.data.browser;

import io.nextcart.data.Await;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;

/** A page open in a {@link Browser}: its messages, its requests and its appearance. */
public record Tab(DevTools devTools, String target, String session) implements AutoCloseable {
    private static final Set<String> COMPLAINTS = Set.of("warning", "error", "assert");

    /**
     * Evaluates an expression in the page.
     *
     * @return the value as JSON can represent it
     * @throws IOException when the expression throws
     */
    @Nullable
    public Object evaluate(String expression) throws IOException {
        Map<String, Object> result = devTools.ask(
                session,
                "Runtime.evaluate",
                Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
        if (result.containsKey("exceptionDetails")) {
            throw new IOException(expression + ": " + result.get("exceptionDetails"));
        }
        return ((Map<?, ?>) result.get("result")).get("value");
    }

    /** Evaluates an expression whose value is a list. */
    public List<?> list(String expression) throws IOException {
        return evaluate(expression) instanceof List<?> list ? list : List.of();
    }

    /** Lets the pages loaded from now on see these languages as preferred, such as {@code de-AT,en}. */
    public void speak(String languages) throws IOException {
        Object agent = evaluate("navigator.userAgent");
        devTools.ask(
                session,
                "Emulation.setUserAgentOverride",
                Map.of("userAgent", String.valueOf(agent), "acceptLanguage", languages));
    }

    /** Waits until an expression is true in the page, which may reload meanwhile. */
    public void until(String expression) throws Exception {
        Await.until(
                () -> {
                    try {
                        return Boolean.TRUE.equals(evaluate("!!(" + expression + ")"));
                    } catch (IOException e) {
                        return false;
                    }
                },
                expression);
    }

    /** Exceptions, and warnings and errors from the page or, about the page, from the browser. */
    public List<String> complaints() {
        List<String> all = new ArrayList<>();
        for (DevTools.Event event : devTools.events(session, "Runtime.exceptionThrown")) {
            all.add(String.valueOf(event.params()));
        }
        for (DevTools.Event event : devTools.events(session, "Runtime.consoleAPICalled")) {
            if (COMPLAINTS.contains(String.valueOf(event.params().get("type")))) {
                all.add(String.valueOf(event.params()));
            }
        }
        for (DevTools.Event event : devTools.events(session, "Log.entryAdded")) {
            if (event.params().get("entry") instanceof Map<?, ?> entry
                    && COMPLAINTS.contains(String.valueOf(entry.get("level")))) {
                all.add(String.valueOf(entry));
            }
        }
        return all;
    }

    /** The URLs requested, in order, without data: URLs. */
    public List<String> requests() {
        return devTools.events(session, "Network.requestWillBeSent").stream()
                .map(event -> String.valueOf(((Map<?, ?>) event.params().get("request")).get("url")))
                .filter(url -> !url.startsWith("data:"))
                .toList();
    }

    /** A screenshot of the whole page, one pixel per CSS pixel. */
    public BufferedImage picture() throws IOException {
        return ImageIO.read(new ByteArrayInputStream(png()));
    }

    private byte[] png() throws IOException {
        List<?> size = list("[document.documentElement.clientWidth, document.documentElement.scrollHeight]");
        Map<String, Object> all = Map.of("x", 0, "y", 0, "width", size.get(0), "height", size.get(1), "scale", 1);
        Object data = devTools.ask(
                        session,
                        "Page.captureScreenshot",
                        Map.of("format", "png", "captureBeyondViewport", true, "clip", all, "optimizeForSpeed", true))
                .get("data");
        return Base64.getDecoder().decode(String.valueOf(data));
    }

    /** Writes {@link #picture} to a file of the folder, which is created when missing. */
    public void picture(Path folder, String name) throws IOException {
        Files.write(Files.createDirectories(folder).resolve(name + ".png"), png());
    }

    @Override
    public void close() throws IOException {
        devTools.ask(null, "Target.closeTarget", Map.of("targetId", target));
    }
}
