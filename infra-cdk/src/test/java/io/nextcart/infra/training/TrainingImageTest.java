package io.nextcart.infra.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nextcart.infra.Synth;
import io.nextcart.infra.settings.MlflowSettings;
import io.nextcart.infra.settings.NetworkSettings;
import io.nextcart.infra.settings.Settings;
import io.nextcart.infra.settings.SparkSettings;
import io.nextcart.infra.settings.TrialSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awscdk.App;
import software.amazon.awscdk.AppProps;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.ecs.ContainerDefinitionOptions;
import software.amazon.awscdk.services.ecs.FargateTaskDefinition;

class TrainingImageTest {
    @TempDir
    private Path folder;

    @Test
    void anImageThatIsNamedComesBeforeOneThatWasBuilt() throws IOException {
        Files.createDirectories(folder.resolve(TrainingImage.TAR).getParent());
        Files.writeString(folder.resolve(TrainingImage.TAR), "tar");
        assertThat(TrainingImage.of(settings("shop/training:7"), folder))
                .isEqualTo(new TrainingImage.InEcr("shop/training", "7"));
        assertThat(TrainingImage.of(settings(""), folder))
                .isEqualTo(new TrainingImage.Tar(folder.resolve(TrainingImage.TAR)));
    }

    @Test
    void withoutEitherTheCommandThatBuildsItIsNamed() {
        assertThatThrownBy(() -> TrainingImage.of(settings(""), folder))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not built: " + folder.resolve(TrainingImage.TAR))
                .hasMessageContaining("run '" + TrainingImage.BUILD + "'")
                .hasMessageContaining("-c training.enabled=false");
    }

    @Test
    void noRetrainIsDeployedOnlyWhereTheSettingsSaySo() {
        assertThat(Synth.PAGES.result().stacks()).doesNotContainKey("training");
        assertThat(Synth.PAGES.result().stacks()).containsKeys("state", "api", "monitoring");
        assertThat(Synth.BASIC.result().stacks()).containsKey("training");
    }

    @Test
    void whatWasBuiltIsLoadedWhenItIsDeployedAndNotBefore() throws IOException {
        Path tar = Files.writeString(folder.resolve("image.tar"), "tar");
        App app = new App(AppProps.builder()
                .outdir(folder.resolve("out").toString())
                .context(Map.of("aws:cdk:disable-asset-staging", false))
                .build());
        Stack stack = new Stack(app, "training");
        FargateTaskDefinition.Builder.create(stack, "Definition")
                .build()
                .addContainer(
                        "train",
                        ContainerDefinitionOptions.builder()
                                .image(new TrainingImage.Tar(tar).container(stack))
                                .build());
        app.synth();
        JsonNode assets = new ObjectMapper()
                .readTree(folder.resolve("out/training.assets.json").toFile());
        JsonNode source = assets.get("dockerImages").elements().next().get("source");
        assertThat(source.get("executable").toString()).contains("docker load");
    }

    private static Settings.Training settings(String image) {
        return new Settings.Training(
                true,
                Settings.Engine.DUCKDB,
                image,
                new Settings.Schedule("rate(1 day)", "Etc/UTC", 0),
                new Settings.Task(2048, 8192, 40, true, 120),
                new SparkSettings(
                        "emr-7.12.0", 3, new SparkSettings.Worker(4, 24), new SparkSettings.Worker(4, 16), 100),
                new NetworkSettings("", List.of(), true),
                new TrialSettings(0.1, 168, 24, 500, 5, "keep", 3600),
                new MlflowSettings("", ""));
    }
}
