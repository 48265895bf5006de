package io.nextcart.local.demo;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.Objective;
import io.nextcart.data.Progress;
import io.nextcart.data.synthetic.ShopSpec;
import io.nextcart.data.synthetic.ShopWorld;
import io.nextcart.data.synthetic.SyntheticShop;
import io.nextcart.local.client.ShopClient;
import io.nextcart.training.Retrain;
import io.nextcart.training.RetrainResult;
import io.nextcart.training.RetrainSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The main job: data, then {@link #train}, then, once something serves what was published, {@link #show}. Tells a person
 * what happens in plain sentences.
 */
public final class Demo {
    private final DemoSettings settings;
    private final Progress progress;
    private final Consumer<String> say;
    private @Nullable HeldOut heldOut;
    private @Nullable ShopWorld world;
    private Objective objective = Objective.VIEW;

    /**
     * @param say takes lines for a person
     */
    public Demo(DemoSettings settings, Progress progress, Consumer<String> say) {
        this.settings = requireNonNull(settings, "settings is null");
        this.progress = requireNonNull(progress, "progress is null");
        this.say = requireNonNull(say, "say is null");
    }

    /**
     * Makes up a shop, or cuts the log that was given, and trains on it into {@link DemoSettings#store}.
     *
     * @throws io.nextcart.data.BadInputException when the log cannot be used
     */
    public RetrainResult train() throws IOException {
        settings.clear();
        RetrainSettings retrain = settings.events().isEmpty() ? madeUp() : given();
        say.accept("2/4  Training");
        RetrainResult result = new Retrain(retrain, Clock.systemUTC(), progress).run();
        objective = result.objective();
        result.summary().forEach(line -> say.accept("     " + line));
        return result;
    }

    /** Lets shoppers in at a server of what was trained, and says what came of it. Call after {@link #train}. */
    public void show(URI server) throws IOException {
        ShopClient client = new ShopClient(server, null);
        ShopWorld shop = world;
        HeldOut held = heldOut;
        if (shop != null) {
            say.accept(String.format(
                    Locale.ROOT,
                    "4/4  %,d shoppers arrive over HTTP. They click and fill their carts by tastes that the server never"
                            + " sees; half see Nextcart, half the popularity list.",
                    2 * settings.shoppersPerArm()));
            SyntheticVisits.Comparison comparison =
                    new SyntheticVisits(shop, client).run(settings.shoppersPerArm(), progress);
            say.accept("");
            LiftTable.lines(comparison.nextcart(), comparison.popularity()).forEach(say);
        } else if (held != null) {
            say.accept(String.format(
                    Locale.ROOT,
                    "4/4  The shoppers of %,d sessions that the model never saw come back over HTTP and do again what they"
                            + " did. Is what they turn to next among the 20 items shown?",
                    held.sessions().size()));
            SessionReplay.Outcome outcome =
                    new SessionReplay(client, objective.target()).run(held.sessions(), progress);
            say.accept("");
            ReplayTable.lines(outcome, objective == Objective.CART ? "add-to-carts" : "next items")
                    .forEach(say);
        } else {
            throw new IllegalStateException("nothing was trained yet");
        }
    }

    /** An item and a shopper to ask the server about. */
    public record Example(String userId, String itemId) {}

    /** Somebody whom the server knows after {@link #show}. */
    public Example example() {
        HeldOut held = heldOut;
        if (held != null && !held.sessions().isEmpty()) {
            HeldOut.Session session = held.sessions().get(0);
            return new Example(
                    session.user().value(), session.events().get(0).itemId().value());
        }
        return new Example("shopper-0", "1");
    }

    private RetrainSettings madeUp() throws IOException {
        ShopSpec spec = new ShopSpec(settings.scale(), settings.seed());
        Path folder = settings.shop();
        SyntheticShop.write(spec, folder, progress);
        world = new ShopWorld(spec);
        say.accept(String.format(
                Locale.ROOT,
                "1/4  Made up a shop: %,d events of %,d visitors on %,d items, in %s",
                spec.events(),
                spec.visitors(),
                spec.itemsSeen(),
                folder));
        return settings.retrain(
                List.of(folder.resolve(SyntheticShop.EVENTS)),
                SyntheticShop.PROPERTIES.stream().map(folder::resolve).toList(),
                folder.resolve(SyntheticShop.CATEGORIES));
    }

    private RetrainSettings given() throws IOException {
        HeldOut held = HeldOut.cut(settings.events(), settings.maxBadRows(), settings.training(), progress);
        heldOut = held;
        say.accept(String.format(
                Locale.ROOT,
                "1/4  Read the log: %,d events to train on; the last 3 %% are kept back, %,d whole sessions of them to"
                        + " compare with",
                held.trainingEvents(),
                held.sessions().size()));
        return settings.retrain(List.of(held.training()), settings.itemProperties(), settings.categoryTree());
    }
}
