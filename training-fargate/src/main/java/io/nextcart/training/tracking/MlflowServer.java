package io.nextcart.training.tracking;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNullElse;

import io.nextcart.store.document.DamagedDocumentException;
import io.nextcart.store.document.JsonFields;
import io.nextcart.store.document.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * MLflow's REST API, version 2.0, as servers of MLflow 2 and 3 speak it (<a
 * href="https://mlflow.org/docs/latest/api_reference/rest-api.html">reference</a>). Calls have no timeout; an interrupt
 * ends them.
 */
final class MlflowServer {
    private static final String API = "/api/2.0/";
    private static final int MOST_SHOWN = 200;

    private final TrackingSettings settings;
    private @Nullable HttpClient client;

    MlflowServer(TrackingSettings settings) {
        this.settings = settings;
    }

    /** Sends a GET with one query parameter. */
    JsonObject get(String call, String parameter, String value) throws IOException, InterruptedException {
        return json(request(API + call + "?" + parameter + "=" + URLEncoder.encode(value, UTF_8)));
    }

    /** Posts a JSON object. */
    JsonObject post(String call, JsonFields body) throws IOException, InterruptedException {
        return json(request(API + call)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(body.toBytes())));
    }

    /**
     * Stores a file through the server.
     *
     * @param folder below the server's artifact root, as in an {@code mlflow-artifacts:} address
     */
    void put(String folder, Path file) throws IOException, InterruptedException {
        send(request(API + "mlflow-artifacts/artifacts/" + folder + "/" + file.getFileName())
                .PUT(BodyPublishers.ofFile(file)));
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(settings.server() + path));
        if (!settings.user().isEmpty()) {
            byte[] both = (settings.user() + ":" + settings.password()).getBytes(UTF_8);
            request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(both));
        }
        return request;
    }

    private JsonObject json(HttpRequest.Builder request) throws IOException, InterruptedException {
        String body = send(request);
        try {
            return JsonObject.read(body.getBytes(UTF_8), "the answer", "a JSON object");
        } catch (DamagedDocumentException e) {
            throw new MlflowException("expected a JSON object, got '" + start(body) + "'", "");
        }
    }

    private String send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> response = client().send(request.build(), BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw refusal(response.statusCode(), response.body());
        }
        return response.body();
    }

    private HttpClient client() {
        if (client == null) {
            client = HttpClient.newHttpClient(); // may fail, so not before the first call
        }
        return client;
    }

    private static MlflowException refusal(int status, String body) {
        try {
            JsonObject fault = JsonObject.read(body.getBytes(UTF_8), "the answer", "an error");
            String code = requireNonNullElse(fault.optionalText("error_code"), "");
            String message = requireNonNullElse(fault.optionalText("message"), "");
            return new MlflowException("HTTP " + status + " " + code + ": " + start(message), code);
        } catch (DamagedDocumentException e) {
            return new MlflowException("HTTP " + status + (body.isBlank() ? "" : ": " + start(body)), "");
        }
    }

    private static String start(String text) {
        String line = text.strip().replaceAll("\\s+", " ");
        return line.length() <= MOST_SHOWN ? line : line.substring(0, MOST_SHOWN) + "…";
    }
}
