package io.nextcart.training.tracking;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.BadInputException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where an MLflow server is, by the variables that MLflow's own clients read.
 *
 * @param server {@code http} or {@code https}, without a slash at its end
 * @param user of basic authentication, or empty
 * @param password of basic authentication, or empty
 * @param experiment the name under which runs are collected
 */
record TrackingSettings(URI server, String user, String password, String experiment) {
    static final String URI_NAME = "MLFLOW_TRACKING_URI";
    private static final String USER = "MLFLOW_TRACKING_USERNAME";
    private static final String PASSWORD = "MLFLOW_TRACKING_PASSWORD";
    private static final String EXPERIMENT = "MLFLOW_EXPERIMENT_NAME";

    TrackingSettings {
        requireNonNull(server, "server is null");
        requireNonNull(user, "user is null");
        requireNonNull(password, "password is null");
        requireNonNull(experiment, "experiment is null");
    }

    /**
     * Reads the environment; empty when it names no server.
     *
     * @throws BadInputException that names every variable that cannot be used
     */
    static Optional<TrackingSettings> of(Map<String, String> environment) {
        String place = get(environment, URI_NAME);
        if (place.isEmpty()) {
            return Optional.empty();
        }
        List<String> problems = new ArrayList<>();
        URI server = server(place, problems);
        String user = get(environment, USER);
        String password = get(environment, PASSWORD);
        if (user.isEmpty() != password.isEmpty()) {
            String missing = user.isEmpty() ? USER : PASSWORD;
            String there = user.isEmpty() ? PASSWORD : USER;
            problems.add(missing + " is not set, expected one, since " + there + " is set");
        }
        if (user.contains(":")) {
            problems.add(USER + " is '" + user + "', expected no colon in it: basic authentication allows none");
        }
        if (!problems.isEmpty()) {
            throw new BadInputException(String.join("; ", problems));
        }
        String experiment = get(environment, EXPERIMENT);
        return Optional.of(
                new TrackingSettings(server, user, password, experiment.isEmpty() ? "nextcart" : experiment));
    }

    private static URI server(String place, List<String> problems) {
        String expected = "expected http://host:port or https://host";
        try {
            URI uri = new URI(place.replaceAll("/+$", ""));
            boolean isServer = String.valueOf(uri.getScheme()).matches("(?i)https?")
                    && uri.getHost() != null
                    && uri.getQuery() == null
                    && uri.getFragment() == null;
            if (uri.getUserInfo() != null) {
                expected += ", and the user in " + USER + " and " + PASSWORD;
            }
            if (!isServer || uri.getUserInfo() != null) {
                problems.add(URI_NAME + " is '" + withoutUser(place) + "', " + expected);
            }
            return uri;
        } catch (URISyntaxException e) {
            problems.add(URI_NAME + " is '" + withoutUser(place) + "', " + expected);
            return URI.create("");
        }
    }

    /** A password may stand before the at sign, and what is wrong is told to many. */
    private static String withoutUser(String place) {
        return place.replaceAll("^(.*//)?.*@", "$1…@");
    }

    private static String get(Map<String, String> environment, String name) {
        return environment.getOrDefault(name, "").strip();
    }

    /** Without the password. */
    @Override
    public String toString() {
        return server + ", experiment " + experiment;
    }
}
