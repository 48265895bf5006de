package io.nextcart.local.demo;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.Objective;
import io.nextcart.data.Progress;
import io.nextcart.data.ShellWord;
import io.nextcart.data.synthetic.ShopSpec;
import io.nextcart.data.synthetic.ShopWorld;
import io.nextcart.data.synthetic.SyntheticShop;
import io.nextcart.local.client.ShopClient;
import io.nextcart.training.Retrain;
import io.nextcart.training.RetrainResult;
import io.nextcart.training.input.LogInputs;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The demo: a model against the popularity list, on a synthetic shop or on held-out sessions of a log. */
public final class Demo implements Showing {
    private final DemoSettings settings;
    private final Progress progress;
    private final Consumer<String> say;
    private @Nullable HeldOut heldOut;
    private Objective objective = Objective.VIEW;

    /** @param say receives lines for people */
    public Demo(DemoSettings settings, Progress progress, Consumer<String> say) {
        this.settings = requireNonNull(settings, "settings is null");
        this.progress = requireNonNull(progress, "progress is null");
        this.say = requireNonNull(say, "say is null");
    }

    @Override
    public boolean train() throws IOException {
        settings.claim();
        LogInputs log = settings.log();
        LogInputs inputs = log == null ? synthetic() : cut(log);
        say.accept("2/4  Training");
        RetrainResult result = new Retrain(
                        settings.retrain(inputs, settings.seed(), false), Clock.systemUTC(), progress)
                .showing(read -> read.lines().forEach(line -> say.accept("     " + line)))
                .run();
        objective = result.objective();
        result.summary().forEach(line -> say.accept("     " + line));
        return result.published();
    }

    @Override
    public void show(URI server) throws IOException {
        say("3/4  Serving the Lambda handlers on %s", server);
        ShopClient client = new ShopClient(server, null);
        HeldOut held = heldOut;
        if (held == null) {
            int perArm = settings.visitors().perArm();
            say(
                    "4/4  %,d shoppers arrive over HTTP. They click and fill their carts by tastes that the server never"
                            + " sees. A third see Nextcart, a third the popularity list, a third an untrained rule: their own items,"
                            + " then co-visitation.",
                    3 * perArm);
            SyntheticVisits.Comparison comparison = new SyntheticVisits(new ShopWorld(settings.shopSpec()), client)
                    .run(perArm, RuleLists.of(settings), progress);
            say.accept("");
            LiftTable.lines(comparison.nextcart(), comparison.rule(), comparison.popularity())
                    .forEach(say);
        } else {
            say(
                    "4/4  The shoppers of %,d sessions that the model never saw come back over HTTP and do again what they"
                            + " did. Is what they turn to next among the 20 items shown?",
                    held.sessions().size());
            SessionReplay.Outcome outcome = new SessionReplay(client, RuleLists.of(settings), objective.target())
                    .run(held.sessions(), progress);
            say.accept("");
            outcome.lines(objective == Objective.CART ? "add-to-carts" : "next items")
                    .forEach(say);
        }
    }

    @Override
    public List<String> next(URI server, boolean serving) {
        String user = "shopper-0";
        String item = "1";
        if (heldOut != null && !heldOut.sessions().isEmpty()) {
            HeldOut.Session session = heldOut.sessions().get(0);
            user = session.user().value();
            item = session.events().get(0).itemId().value();
        }
        List<String> lines = new ArrayList<>(List.of(""));
        if (serving) {
            lines.add("It still serves. A shop to try it in: " + server + "/shop/");
            lines.add("Or:");
            lines.add("  curl -s '" + server + "/v1/recommendations/" + user + "?k=5'");
            lines.add("  curl -s '" + server + "/v1/items/" + item + "/similar?k=5'");
            lines.add("  curl -s '" + server + "/v1/recommendations' -d '{\"session\":[{\"item_id\":\"" + item
                    + "\"}],\"k\":5}'");
        } else {
            lines.add("To serve this model:  ./nextcart serve --store " + ShellWord.of(settings.store()) + " --data "
                    + ShellWord.of(settings.data()));
        }
        lines.add("On your own log:      ./nextcart demo --events your-events.csv");
        if (serving) {
            lines.add("Stop with Ctrl-C.");
        }
        return lines;
    }

    private LogInputs synthetic() throws IOException {
        ShopSpec spec = settings.shopSpec();
        settings.clear();
        SyntheticShop.write(spec, settings.shop(), progress);
        say(
                "1/4  Generated a synthetic shop: %,d events of %,d visitors on %,d items, in %s",
                spec.events(), spec.visitors(), spec.itemsSeen(), settings.shop());
        return settings.ofShop(settings.shop().resolve(SyntheticShop.EVENTS));
    }

    private LogInputs cut(LogInputs log) throws IOException {
        HeldOut held = HeldOut.cut(log, settings.newTraining(), progress);
        heldOut = held;
        settings.clear(); // not before the log was read
        Files.move(settings.newTraining(), settings.training());
        say(
                "1/4  Read the log: %,d events to train on; the last 3 %% are held out, with %,d whole sessions to compare"
                        + " on",
                held.trainingEvents(), held.sessions().size());
        held.read().sentences().forEach(line -> say.accept("     " + line));
        List<Path> training = List.of(settings.training());
        return new LogInputs(training, null, log.itemProperties(), log.categoryTree(), log.maxBadRows());
    }

    private void say(String format, Object... values) {
        say.accept(String.format(Locale.ROOT, format, values));
    }
}
