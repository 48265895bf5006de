package io.nextcart.training.batch;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.BadInputException;
import io.nextcart.data.Progress;
import io.nextcart.data.log.ReadReport;
import io.nextcart.engine.FallbackLevel;
import io.nextcart.engine.Interaction;
import io.nextcart.engine.Query;
import io.nextcart.engine.Ranking;
import io.nextcart.training.answer.ShopAnswers;
import io.nextcart.training.input.LogReader;
import java.io.IOException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Recommends for many shoppers through the code that serves, {@link ShopAnswers}, from each shopper's last events in
 * the log. Shoppers who are not in the log, deleted users among them, get popular items.
 */
public final class BatchRecommendations {
    private static final int CHUNK = 2048;
    private static final String STAGE = "recommending";

    private final BatchSettings settings;
    private final Progress progress;

    public BatchRecommendations(BatchSettings settings, Progress progress) {
        this.settings = requireNonNull(settings, "settings is null");
        this.progress = requireNonNull(progress, "progress is null");
    }

    /**
     * The result of a batch.
     *
     * @param model the version that recommended
     * @param users number of distinct shoppers asked for
     * @param rows rows of the file
     * @param levels number of shoppers by the level of their answer
     * @param strangers shoppers without an event in the log
     * @param unknownItems items of their events that the model does not know, out of {@code items}
     * @param read of the log and of the items in the archive, with what was left out
     */
    public record Result(
            String model,
            int users,
            long rows,
            Map<FallbackLevel, Integer> levels,
            int strangers,
            int unknownItems,
            int items,
            ReadReport read) {}

    /**
     * Writes the file.
     *
     * @throws BadInputException when users, log or model cannot be used
     * @throws IOException when the store or the disk fails; then no file appears
     */
    public Result run() throws IOException {
        WantedUsers users = WantedUsers.read(settings.users());
        ShopAnswers shop = ShopAnswers.open(
                        new ShopAnswers.Place(
                                settings.store(),
                                settings.model(),
                                settings.log().archive(),
                                settings.log().maxBadRows()),
                        settings.workFolder().resolve("bundle"))
                .obeying(settings.rules());
        Histories histories = new Histories(users);
        LogReader log = new LogReader(settings.log(), progress);
        log.readEvents(histories::accept);
        histories.seal();
        if (log.rows() == 0) {
            String archive = settings.log().archive();
            throw new BadInputException("the log holds no events: --events names none and "
                    + (archive == null ? "there is no --archive" : archive + " has no events/dt=…")
                    + ", expected some to know the shoppers by");
        }
        Map<FallbackLevel, Integer> levels = new EnumMap<>(FallbackLevel.class);
        long rows = 0;
        try (RecommendationFile file = new RecommendationFile(settings.out(), settings.workFolder())) {
            progress.report(STAGE, 0, users.size(), "shoppers");
            for (int from = 0; from < users.size(); from += CHUNK) {
                int first = from;
                Ranking[] answers = new Ranking[Math.min(CHUNK, users.size() - from)];
                IntStream.range(0, answers.length).parallel().forEach(i -> {
                    answers[i] = recommend(shop, histories.of(first + i));
                });
                for (int i = 0; i < answers.length; i++) {
                    file.add(users.id(from + i), answers[i]);
                    levels.merge(answers[i].level(), 1, Integer::sum);
                }
                rows += Arrays.stream(answers)
                        .mapToLong(answer -> answer.items().size())
                        .sum();
                progress.report(STAGE, from + answers.length, users.size(), "shoppers");
            }
            file.commit();
        }
        return new Result(
                shop.version(),
                users.size(),
                rows,
                levels,
                histories.strangers(),
                histories.itemsThat(id -> shop.tables().items().indexOf(id) < 0),
                histories.itemsThat(id -> true),
                shop.archived().plus(log.read()));
    }

    private Ranking recommend(ShopAnswers shop, List<Interaction> history) {
        return shop.recommend(new Query(history, true, settings.k(), Query.Filters.NONE, 0));
    }
}
