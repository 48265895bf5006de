package io.nextcart.local.pipeline;

import io.nextcart.functions.api.trial.Assignment;
import io.nextcart.functions.api.trial.RecommendationId;
import io.nextcart.functions.api.trial.Variant;
import io.nextcart.store.ObjectStore;
import io.nextcart.store.document.Current;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/** Shoppers of both variants in the hour after a trial's start, as the archive records them. */
final class TrialShoppers {
    private static final int SHOPPERS = 4000;
    /** Two in ten of the champion's shoppers have an add-to-cart. */
    private static final double CHAMPION_CARTS = 0.2;

    private TrialShoppers() {}

    /**
     * Writes their events.
     *
     * @param challengerCarts the share of the challenger's shoppers with an add-to-cart
     */
    static void come(ObjectStore archive, Current current, Instant from, double challengerCarts) throws IOException {
        Assignment assignment = new Assignment(String.valueOf(current.challenger()), current.challengerShare());
        Random random = new Random(7);
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        try (Writer out = new OutputStreamWriter(new GZIPOutputStream(log), StandardCharsets.UTF_8)) {
            for (int i = 0; i < SHOPPERS; i++) {
                String user = "trial-" + i;
                Variant variant = assignment.of(user);
                boolean challenged = variant == Variant.CHALLENGER;
                String model = challenged ? assignment.challenger() : current.champion();
                String id = RecommendationId.next(variant, model).toString();
                long atMs = from.toEpochMilli() + 1000 + i * 800L;
                out.write(event(user, "view", atMs, id));
                if (random.nextDouble() < (challenged ? challengerCarts : CHAMPION_CARTS)) {
                    out.write(event(user, "addtocart", atMs + 500, id));
                }
            }
        }
        String day = from.toString().substring(0, 10);
        archive.put("events/dt=" + day + "/" + from.toEpochMilli() + ".ndjson.gz", log.toByteArray());
    }

    private static String event(String user, String type, long atMs, String recommendationId) {
        return "{\"event_id\":\"" + user + type + atMs + "\",\"user_id\":\"" + user + "\",\"type\":\"" + type
                + "\",\"item_id\":\"1\",\"timestamp\":" + atMs + ",\"recommendation_id\":\"" + recommendationId
                + "\"}\n";
    }
}
