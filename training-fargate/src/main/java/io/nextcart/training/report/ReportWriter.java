package io.nextcart.training.report;

import io.nextcart.data.Progress;
import io.nextcart.data.WholeFile;
import io.nextcart.data.log.LogSummary;
import io.nextcart.store.document.LiftRecord;
import io.nextcart.store.document.Manifest;
import io.nextcart.store.registry.Registry;
import io.nextcart.training.table.LogDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes the report: one self-contained HTML file of about 1.1 MB with the exploratory analysis of a log and, if given,
 * the content of a model's manifest.
 */
public final class ReportWriter {
    /** The report's name in the folder of a bundle. The manifest does not list it, so serving never fetches it. */
    public static final String FILE = Registry.REPORT;

    private static final int STEPS = 8;

    private ReportWriter() {}

    /**
     * Writes the report; the file appears only when complete.
     *
     * @param read a summary of the log
     * @param lift what recommendations bring; null if nothing was counted
     * @param model manifest of the model to report on, or null
     * @throws IOException when the file cannot be written
     */
    public static void write(
            Path file,
            LogDatabase log,
            LogSummary read,
            @Nullable LiftRecord lift,
            @Nullable Manifest model,
            Progress progress)
            throws IOException {
        List<Section> sections = new ArrayList<>();
        add(sections, new Section("read", LogSummary.TITLE, read.sentences(), List.of()), progress);
        TimeSections times = new TimeSections(log);
        add(sections, times.section(), progress);
        ShopperSections shoppers = new ShopperSections(log);
        add(sections, shoppers.actions(), progress);
        add(sections, shoppers.amounts(), progress);
        ItemSections items = new ItemSections(log);
        add(sections, items.wanted(), progress);
        add(sections, items.missing(), progress);
        add(sections, items.popularity(), progress);
        if (lift != null) {
            sections.add(LiftSection.of(lift));
        }
        if (model != null) {
            sections.addAll(new ModelSections(model).sections());
        }
        String html = Page.html("What the shop's log shows", sections);
        try (WholeFile whole = new WholeFile(file)) {
            whole.stream().write(html.getBytes(StandardCharsets.UTF_8));
            whole.commit();
        }
        progress.report("report", STEPS, STEPS, "parts");
    }

    private static void add(List<Section> sections, Section section, Progress progress) {
        sections.add(section);
        progress.report("report", sections.size(), STEPS, "parts");
    }
}
