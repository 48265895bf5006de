package io.nextcart.local.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The same file read by other implementations: the npm packages of {@code src/test/asl}, where installed. */
class PipelineElsewhereTest {
    private static final Path TOOLS = Path.of("src/test/asl").toAbsolutePath();

    @TempDir
    private Path folder;

    private Path definition;

    @BeforeEach
    void fillIn() throws IOException {
        assumeTrue(
                Files.isDirectory(TOOLS.resolve("node_modules")),
                "skipped: run 'npm install' in local/src/test/asl to hold the pipeline to other readers of its language");
        String text = Files.readString(Path.of("../training-fargate/pipeline.asl.json"))
                .replaceAll("\"\\$\\{\\w*(Seconds|Minutes|Share)}\"", "3600")
                .replaceAll("\"\\$\\{GuardAlarms}\"", "[]")
                .replaceAll("\\$\\{(\\w+)}", "arn:aws:lambda:us-east-1:111122223333:function:$1");
        definition = Files.writeString(folder.resolve("pipeline.json"), text);
    }

    @Test
    void itIsValidByTheSchemaOfTheLanguage() throws Exception {
        run("node", TOOLS.resolve("node_modules/.bin/asl-validator").toString(), "--json-path", definition.toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    first   | Status CheckData Train ReadResult Tell
                    better  | Status CheckData Train ReadResult StartTrial TellStarted DescribeAlarms Compare DescribeAlarms Compare Tell
                    worse   | Status CheckData Train ReadResult StartTrial TellStarted DescribeAlarms Compare DescribeAlarms Compare Tell
                    refused | Status CheckData Train ReadResult Tell
                    killed  | Status CheckData Train TrainOnDemand ReadFailure TellFailed Failed
                    unstarted | Status CheckData Train TrainOnDemand TellFailed Failed
                    spark   | Status CheckData TrainOnSpark ReadResult StartTrial TellStarted DescribeAlarms Compare DescribeAlarms Compare Tell
                    spark refused | Status CheckData TrainOnSpark ReadSparkResult Tell
                    spark killed | Status CheckData TrainOnSpark ReadSparkResult TrainOnSpark ReadSparkResult ReadFailure TellFailed Failed
                    taken   | Status TakeUpTrial DescribeAlarms Compare DescribeAlarms Compare Tell
                    left    | Status CheckData Train ReadResult StartTrial TellStarted DescribeAlarms Compare
                    """)
    void itIsPlayedAsHere(String scenario, String tasks) throws Exception {
        String printed = run("node", TOOLS.resolve("play.mjs").toString(), definition.toString(), scenario);
        assertThat(JSON.std.listFrom(printed)).isEqualTo(List.of(("CountLift " + tasks).split(" ")));
    }

    private String run(String... command) throws Exception {
        List<String> all = new ArrayList<>(List.of(command));
        Process process = new ProcessBuilder(all)
                .directory(TOOLS.toFile())
                .redirectErrorStream(true)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(printed).isZero();
        return printed;
    }
}
