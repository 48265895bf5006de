package io.nextcart.local.cli;

import io.nextcart.data.OutFile;
import io.nextcart.data.ShellWord;
import io.nextcart.data.synthetic.ShopSpec;
import io.nextcart.data.synthetic.SyntheticShop;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Generates a synthetic shop. */
@Command(
        name = "generate",
        description =
                "Generates a synthetic shop: its event log, item properties and category tree as RetailRocket files.")
final class GenerateCommand extends NextcartCommand {
    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Folder for the files.")
    private Path out = Path.of("");

    @Option(
            names = "--scale",
            defaultValue = "1.0",
            paramLabel = "N",
            description =
                    "Size; 1 is that of the RetailRocket dataset: 2.76 million events. Default: ${DEFAULT-VALUE}.")
    private double scale;

    @Option(
            names = "--seed",
            defaultValue = "42",
            paramLabel = "N",
            description = "Same seed, same files. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Mixin
    private Options.Force force = new Options.Force();

    @Override
    int run() throws IOException {
        ShopSpec shop = new ShopSpec(scale, seed);
        for (Path file : SyntheticShop.files(out)) {
            OutFile.require("--out", file).orReplace(force.replace).makeFolder();
        }
        try (ConsoleProgress progress = progress()) {
            SyntheticShop.write(shop, out, progress);
        }
        say(
                "Wrote %,d events of %,d visitors on %,d items, and %,d item properties, to %s",
                shop.events(), shop.visitors(), shop.itemsSeen(), shop.propertyRows(), out);
        say(
                "Next: nextcart train --events %s --item-properties %s %s --category-tree %s --store DIR",
                ShellWord.of(out.resolve(SyntheticShop.EVENTS)),
                ShellWord.of(out.resolve(SyntheticShop.PROPERTIES.get(0))),
                ShellWord.of(out.resolve(SyntheticShop.PROPERTIES.get(1))),
                ShellWord.of(out.resolve(SyntheticShop.CATEGORIES)));
        return ExitCode.OK;
    }
}
