package io.nextcart.infra.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextcart.infra.Synth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RunbookTest {
    private static final Path RUNBOOK = Path.of("../docs/runbook.md");
    private static final Pattern STEP = Pattern.compile("\"step\": \"([^\"]+)\"");
    private static final Pattern SUBJECT = Pattern.compile("\"(Nextcart: [^\"]+)\"");

    @Test
    void everyAlarmHasAHeading() throws IOException {
        Set<String> alarms = new TreeSet<>();
        for (Synth variant : Set.of(Synth.PROD, Synth.BASIC, Synth.REST)) {
            for (String stack : Set.of("monitoring", "api")) {
                variant.result()
                        .resources(stack, "AWS::CloudWatch::Alarm")
                        .keySet()
                        .forEach(id -> alarms.add(id.replaceFirst("^Alarm|^Canary(recommend|events)", "")
                                .replaceFirst("[0-9A-F]{8}$", "")));
            }
        }
        assertThat(alarms).hasSizeGreaterThan(10);
        assertThat(headings()).containsAll(alarms);
    }

    @Test
    void everySubjectOfAMessageHasAHeading() throws IOException {
        Set<String> subjects = new TreeSet<>();
        addSubjects(Path.of("../training-fargate/pipeline.asl.json"), subjects);
        Path rollout = Path.of("../functions/rollout/src/main/java");
        if (Files.isDirectory(rollout)) {
            try (Stream<Path> sources = Files.walk(rollout)) {
                for (Path source : sources.filter(Files::isRegularFile).toList()) {
                    addSubjects(source, subjects);
                }
            }
        }
        assertThat(subjects).contains("Nextcart: the retrain failed");
        assertThat(headings()).containsAll(subjects);
    }

    @Test
    void everyStepThatMayFailHasARow() throws IOException {
        Set<String> rows = Files.readAllLines(RUNBOOK).stream()
                .filter(line -> line.startsWith("| "))
                .flatMap(line -> Stream.of(line.split("\\|")[1].strip().split(", ")))
                .collect(Collectors.toSet());
        Set<String> steps = STEP.matcher(Files.readString(Path.of("../training-fargate/pipeline.asl.json")))
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toSet());
        assertThat(steps).contains("look for a log").hasSizeGreaterThan(6);
        assertThat(rows).containsAll(steps);
    }

    private static void addSubjects(Path file, Set<String> subjects) throws IOException {
        Matcher matcher = SUBJECT.matcher(Files.readString(file));
        while (matcher.find()) {
            subjects.add(matcher.group(1));
        }
    }

    private static Set<String> headings() throws IOException {
        return Files.readAllLines(RUNBOOK).stream()
                .filter(line -> line.startsWith("### "))
                .map(line -> line.substring("### ".length()))
                .collect(Collectors.toSet());
    }
}
