package io.nextcart.infra.training;

import io.nextcart.infra.settings.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import software.amazon.awscdk.services.ecr.Repository;
import software.amazon.awscdk.services.ecs.ContainerImage;
import software.constructs.Construct;

/** Where the container of the retrain comes from. */
public sealed interface TrainingImage {
    /**
     * Output of the build of {@code training-fargate} with the profile {@code image}, relative to the repository's
     * root.
     */
    String TAR = "training-fargate/target/training-image.tar";

    /** The command that builds {@link #TAR}. */
    String BUILD = "mvn -DskipTests -Pimage -pl training-fargate -am package";

    /** An image in the account's ECR. */
    record InEcr(String repository, String tag) implements TrainingImage {}

    /** A file that {@code cdk deploy} loads and pushes with Docker; synthesis does not need Docker. */
    record Tar(Path file) implements TrainingImage {}

    /**
     * The image that the settings name, else the one that was built.
     *
     * @throws IllegalArgumentException when there is none, with the command that builds it
     */
    static TrainingImage of(Settings.Training settings, Path repository) {
        if (!settings.image().isEmpty()) {
            int colon = settings.image().lastIndexOf(':');
            return new InEcr(
                    settings.image().substring(0, colon), settings.image().substring(colon + 1));
        }
        Path tar = repository.resolve(TAR);
        if (!Files.isRegularFile(tar)) {
            throw new IllegalArgumentException("not built: " + tar + "\nrun '" + BUILD + "' in " + repository
                    + ", name an image with -c training.image=repository:tag, or deploy without retrains with"
                    + " -c training.enabled=false");
        }
        return new Tar(tar);
    }

    /** The image for ECS. */
    default ContainerImage container(Construct scope) {
        if (this instanceof InEcr image) {
            return ContainerImage.fromEcrRepository(
                    Repository.fromRepositoryName(scope, "Repository", image.repository()), image.tag());
        }
        return ContainerImage.fromTarball(((Tar) this).file().toString());
    }
}
