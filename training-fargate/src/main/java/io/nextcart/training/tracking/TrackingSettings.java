package io.nextcart.training.tracking;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.BadInputException;
import io.nextcart.data.Environment;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.Optional;

/**
 * Where an MLflow server is, from the variables that MLflow's own clients read.
 *
 * @param server {@code http} or {@code https}, without a slash at its end
 * @param user of basic authentication, or empty
 * @param password of basic authentication, or empty
 * @param experiment the name that groups runs
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
     * @throws BadInputException naming every unusable variable
     */
    static Optional<TrackingSettings> of(Map<String, String> variables) {
        Environment environment = new Environment(variables);
        String place = environment.optional(URI_NAME);
        if (place.isEmpty()) {
            return Optional.empty();
        }
        URI server = server(place, environment);
        String user = environment.optional(USER);
        String password = environment.optional(PASSWORD);
        if (user.isEmpty() != password.isEmpty()) {
            String missing = user.isEmpty() ? USER : PASSWORD;
            String there = user.isEmpty() ? PASSWORD : USER;
            environment.fault(missing + " is not set, expected one, since " + there + " is set");
        }
        if (user.contains(":")) {
            environment.fault(USER + " is '" + user + "', expected no colon in it: basic authentication allows none");
        }
        environment.check();
        return Optional.of(new TrackingSettings(server, user, password, environment.optional(EXPERIMENT, "nextcart")));
    }

    private static URI server(String place, Environment environment) {
        URI uri = URI.create("");
        boolean usable = false;
        try {
            uri = new URI(place.replaceAll("/+$", ""));
            usable = String.valueOf(uri.getScheme()).matches("(?i)https?")
                    && uri.getHost() != null
                    && uri.getQuery() == null
                    && uri.getFragment() == null
                    && uri.getUserInfo() == null;
        } catch (URISyntaxException e) {
            // not usable
        }
        if (!usable) {
            // A password may stand before the at sign, and warnings are widely read.
            environment.fault(URI_NAME + " is '" + place.replaceAll("^(.*//)?.*@", "$1…@")
                    + "', expected http://host:port or https://host"
                    + (uri.getUserInfo() == null ? "" : ", and the user in " + USER + " and " + PASSWORD));
        }
        return uri;
    }

    /** Omits the password. */
    @Override
    public String toString() {
        return server + ", experiment " + experiment;
    }
}
