package io.nextcart.local.demo;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.jr.ob.JSON;
import io.nextcart.data.FileFault;
import io.nextcart.data.Progress;
import io.nextcart.data.WireName;
import io.nextcart.data.log.EventFiles;
import io.nextcart.data.log.NdjsonLog;
import io.nextcart.data.synthetic.ShopSpec;
import io.nextcart.data.synthetic.ShopWorld;
import io.nextcart.data.synthetic.SyntheticShop;
import io.nextcart.functions.rollout.RolloutHandler;
import io.nextcart.local.client.ShopClient;
import io.nextcart.store.FolderObjectStore;
import io.nextcart.store.document.DamagedDocumentException;
import io.nextcart.store.document.JsonFields;
import io.nextcart.store.document.JsonObject;
import io.nextcart.store.document.TrialRecord.Decision;
import io.nextcart.training.Retrain;
import io.nextcart.training.RetrainResult;
import io.nextcart.training.RetrainSettings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A trial of a challenger on a synthetic shop: two models are trained, the rollout Lambda puts one on trial, shoppers
 * of both variants arrive over HTTP, and the Lambda decides from the archive. The days of the trial pass quickly:
 * shoppers' events carry simulated times, and the Lambda's clock follows.
 */
public final class TrialDemo implements Showing {
    private static final double SHARE = 0.5;
    /** The weak model learns from one visitor in this many. */
    private static final int ONE_OF = 100;

    private static final Duration LOOKS = Duration.ofHours(6);
    private static final Duration ARRIVALS = Duration.ofDays(2);
    private static final Duration LONGEST_LOAD = Duration.ofSeconds(60);
    private static final int LOOKS_AT_MOST = 4 * 8;

    private final DemoSettings settings;
    private final Kind kind;
    private final Progress progress;
    private final Consumer<String> say;
    private final ShopSpec spec;

    public enum Kind implements WireName {
        /** The champion is the weak model. */
        BETTER,
        /** Both learn from the same log. */
        EQUAL,
        /** The challenger is the weak model. */
        WORSE
    }

    /** @param say receives lines for people */
    public TrialDemo(DemoSettings settings, Kind kind, Progress progress, Consumer<String> say) {
        this.settings = requireNonNull(settings, "settings is null");
        this.kind = requireNonNull(kind, "kind is null");
        this.progress = requireNonNull(progress, "progress is null");
        this.say = requireNonNull(say, "say is null");
        this.spec = settings.shopSpec();
    }

    @Override
    public boolean train() throws IOException {
        settings.claim();
        settings.clear();
        SyntheticShop.write(spec, settings.shop(), progress);
        Path whole = settings.shop().resolve(SyntheticShop.EVENTS);
        Path few = settings.training();
        cut(whole, few);
        say(
                "1/4  Generated a synthetic shop: %,d events of %,d visitors. A weak model learns from one visitor in %d.",
                spec.events(), spec.visitors(), ONE_OF);
        say.accept("2/4  Training two models; the gate is off, so that the trial has something to find");
        // The champion is trained last and published over the other.
        String challenger = train("challenger", kind == Kind.WORSE ? few : whole, settings.seed());
        train("champion", kind == Kind.BETTER ? few : whole, settings.seed() + 1);
        say(lambda(
                ShopSpec.END_MS,
                new JsonFields()
                        .put("action", "start")
                        .put("version", challenger)
                        .put("share", SHARE)));
        return true;
    }

    @Override
    public void show(URI server) throws IOException {
        awaitChallenger(server);
        int shoppers = 2 * settings.visitors().perArm();
        say(
                "3/4  %,d shoppers arrive over HTTP within %d days. They see the champion or the challenger, by a hash of"
                        + " their ids.",
                shoppers, ARRIVALS.toDays());
        TrialLog log = new TrialLog(new FolderObjectStore(settings.store()));
        ArmTally all = new SyntheticVisits(new ShopWorld(spec), new ShopClient(server, null))
                .runAll(shoppers, ARRIVALS, log::add, progress);
        log.write();
        say("     %,.0f items shown in all; the events are in the archive.", all.shownInAll());
        say(
                "4/4  The rollout Lambda looks at the archive every %d h of the shop's time, once the first shoppers' 24 h"
                        + " are over",
                LOOKS.toHours());
        String said = "";
        for (int look = 1; look <= LOOKS_AT_MOST; look++) {
            long nowMs = ShopSpec.END_MS + look * LOOKS.toMillis();
            JsonObject answer = lambda(nowMs, new JsonFields().put("action", "compare"));
            Decision decision = answer.oneOf("decision", Decision.values(), Decision::wireName);
            if (!said.equals(answer.text("reason"))) { // no shopper arrives after two days, so the last days repeat it
                said = answer.text("reason");
                say("     after %3d h: %s, %s", look * LOOKS.toHours(), decision.wireName(), said);
            }
            if (decision != Decision.CONTINUE) {
                say.accept("");
                say(answer);
                return;
            }
        }
        throw new IllegalStateException("the trial did not end in its time");
    }

    private String train(String role, Path log, long seed) throws IOException {
        RetrainSettings forced = settings.retrain(settings.ofShop(log), seed, true);
        RetrainResult result = new Retrain(forced, Clock.systemUTC(), progress).run();
        String version = String.valueOf(result.version());
        say.accept("     the " + role + ": " + version + ", from " + log.getFileName());
        return version;
    }

    private void cut(Path whole, Path few) throws IOException {
        try (NdjsonLog.Writer out = NdjsonLog.Writer.gzip(few)) {
            EventFiles.read(whole, 0, progress, event -> {
                if (Math.floorMod(event.userId().value().hashCode(), ONE_OF) == 0) {
                    out.write(event);
                }
            });
        } catch (UncheckedIOException e) {
            throw new IOException(few + ": cannot be written: " + FileFault.describe(requireNonNull(e.getCause())), e);
        }
    }

    private JsonObject lambda(long nowMs, JsonFields request) throws IOException {
        Clock clock = Clock.fixed(Instant.ofEpochMilli(nowMs), ZoneOffset.UTC);
        RolloutHandler handler =
                new RolloutHandler(Map.of("NEXTCART_STORE", settings.store().toString()), clock);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        handler.handleRequest(new ByteArrayInputStream(request.toBytes()), out, null);
        return JsonObject.read(out.toByteArray(), "the rollout Lambda", "an answer");
    }

    private void say(JsonObject answer) throws DamagedDocumentException {
        answer.text("message").lines().forEach(line -> say.accept("     " + line));
    }

    /** The champion serves at once; the challenger is loaded after it. */
    private static void awaitChallenger(URI server) throws IOException {
        long deadline = System.nanoTime() + LONGEST_LOAD.toNanos();
        while (System.nanoTime() < deadline) {
            try (InputStream model = server.resolve("/v1/model").toURL().openStream()) {
                if (JSON.std.mapFrom(model).get("challenger") instanceof Map<?, ?> challenger
                        && Boolean.TRUE.equals(challenger.get("loaded"))) {
                    return;
                }
                Thread.sleep(50);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while the challenger was loaded");
            }
        }
        throw new IOException(server + "/v1/model: no challenger after " + LONGEST_LOAD.toSeconds() + " s");
    }

    private void say(String format, Object... values) {
        say.accept(String.format(Locale.ROOT, format, values));
    }
}
