package io.nextcart.infra.settings;

/**
 * The MLflow server that records each retrain; docs/mlflow.md lists what.
 *
 * @param uri with TLS, since the retrain's network lets nothing else out; empty for none
 * @param secret the full ARN of a secret with {@code username} and {@code password}; empty for a server without
 *     authentication
 */
public record MlflowSettings(String uri, String secret) {
    static MlflowSettings read(SettingsReader reader) {
        MlflowSettings mlflow = new MlflowSettings(
                reader.text(
                        "training.mlflowUri",
                        "https://[A-Za-z0-9.-]{1,253}(:443)?(/[A-Za-z0-9._~/-]*)?|",
                        "https://host on port 443, the only way out of the retrain's network, or nothing"),
                reader.text(
                        "training.mlflowSecret",
                        "arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:[0-9]{12}:secret:[A-Za-z0-9/_+=.@-]+-[A-Za-z0-9]{6}|",
                        "the whole ARN of a secret, with the six characters at its end, or nothing"));
        reader.require(
                mlflow.secret.isEmpty() || !mlflow.uri.isEmpty(),
                "training.mlflowSecret needs a training.mlflowUri to be sent to");
        return mlflow;
    }

    /** Whether there is a server. */
    public boolean isThere() {
        return !uri.isEmpty();
    }
}
