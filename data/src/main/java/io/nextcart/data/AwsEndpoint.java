package io.nextcart.data;

import java.util.regex.Pattern;

/** Finds an AWS service's endpoint as the AWS SDK does: from the service's own variable, then from the general one. */
public final class AwsEndpoint {
    private static final String GENERAL = "AWS_ENDPOINT_URL";
    private static final Pattern HTTP = Pattern.compile("https?://[A-Za-z0-9._~:\\[\\]-]+(/[A-Za-z0-9._~/-]*)?");

    private AwsEndpoint() {}

    /**
     * The value of {@code AWS_ENDPOINT_URL_<service>}, else of {@code AWS_ENDPOINT_URL}; empty when neither is set.
     *
     * @param service as the SDK spells it in variables, such as {@code S3}
     * @param variables gets a fault, for {@link Environment#check} to report, when the value is not an address
     */
    public static String of(String service, Environment variables) {
        String own = GENERAL + "_" + service;
        String name = variables.optional(own).isEmpty() ? GENERAL : own;
        String endpoint = variables.optional(name);
        if (!endpoint.isEmpty() && !HTTP.matcher(endpoint).matches()) {
            variables.fault(name + " is " + endpoint + ", expected http://host:port or https://host");
        }
        return endpoint;
    }
}
