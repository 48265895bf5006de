package io.nextcart.local.cli;

import io.nextcart.data.BadInputException;
import io.nextcart.data.Placement;
import io.nextcart.data.Progress;
import io.nextcart.data.Pseudonyms;
import io.nextcart.functions.api.ApiRequest;
import io.nextcart.functions.api.Fields;
import io.nextcart.functions.api.ProblemException;
import io.nextcart.functions.api.RuleFields;
import io.nextcart.store.document.Rule;
import io.nextcart.training.input.InputFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The merchandising rules that lists outside HTTP obey. */
final class RuleOptions {
    static final String RULES = "--rules";
    private static final String PLACEMENT = "--placement";

    @Option(
            names = RULES,
            paramLabel = "F|s3://…",
            description = "Merchandising rules that the lists obey: the answer of GET /v1/rules. Default: none.")
    private @Nullable String rules;

    @Option(
            names = PLACEMENT,
            paramLabel = "NAME",
            description =
                    "Where the lists stand: rules for this placement apply, and those for none. Needs " + RULES + ".")
    private @Nullable String placement;

    /**
     * Rules of a file.
     *
     * @param all number of rules in it
     * @param applying those that apply to the lists now
     */
    record Given(int all, List<Rule> applying) {}

    /** The file, as an input; empty for none. */
    List<String> places() {
        return rules == null ? List.of() : List.of(rules);
    }

    /**
     * Checks the options, and that the file exists.
     *
     * @throws BadInputException when they cannot be used
     */
    void require(InputFiles inputs) throws IOException {
        if (placement != null && rules == null) {
            throw new BadInputException(PLACEMENT + " needs " + RULES + ", which says what applies to a placement");
        }
        if (placement != null && !Placement.isName(placement)) {
            throw new BadInputException(PLACEMENT + " '" + placement + "': expected " + Placement.EXPECTED);
        }
        inputs.require(RULES, places());
    }

    /**
     * The rules, checked as {@code PUT /v1/rules} checks them.
     *
     * @param folder for a copy of a remote file
     * @param nowMs the present, milliseconds since the epoch
     * @throws BadInputException naming file, rule and field, when one is wrong
     */
    Given read(InputFiles inputs, Path folder, Progress progress, long nowMs) throws IOException {
        List<Path> files = inputs.local(RULES, places(), folder, progress);
        if (files.isEmpty()) {
            return new Given(0, List.of());
        }
        List<Rule> all = rules(files.get(0));
        return new Given(all.size(), Rule.applying(all, placement, nowMs));
    }

    private static List<Rule> rules(Path file) throws IOException {
        if (Files.size(file) > ApiRequest.MAX_BODY_BYTES) {
            throw new BadInputException(file + ": has more than " + ApiRequest.MAX_BODY_BYTES
                    + " bytes, expected rules as GET /v1/rules returns them");
        }
        try {
            Fields fields = Fields.ofBody(new ApiRequest(
                    "PUT", "/v1/rules", Map.of(), Map.of(), Map.of(), Files.readAllBytes(file), "", Pseudonyms.NONE));
            List<Rule> rules = RuleFields.all(fields);
            fields.check();
            return rules;
        } catch (ProblemException e) {
            throw new BadInputException(
                    file + ": " + String.valueOf(e.getMessage()).replaceFirst("^body: ", ""), e);
        }
    }
}
