package io.nextcart.infra;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * One statement of a policy, with references resolved.
 *
 * @param holder the role that has it, or the resource it protects
 */
record Statement(
        String holder, String effect, List<String> actions, List<String> resources, String principal, String when) {
    /**
     * Every statement of every stack, sorted: of roles, of their trust, and of the policies of buckets, queues and
     * topics.
     */
    static List<Statement> all(Synth.Result result) {
        Resolver resolver = new Resolver(result);
        List<Statement> statements = new ArrayList<>();
        result.stacks()
                .forEach((stack, template) -> template.get("Resources")
                        .properties()
                        .forEach(resource -> {
                            JsonNode properties = resource.getValue().path("Properties");
                            String id = stack + "/" + resource.getKey().replaceFirst("[0-9A-F]{8}$", "");
                            switch (resource.getValue().get("Type").asText()) {
                                case "AWS::IAM::Policy" ->
                                    resolver.texts(stack, properties.get("Roles"))
                                            .forEach(role -> add(
                                                    statements,
                                                    resolver,
                                                    stack,
                                                    stack + "/" + role.replaceFirst("[0-9A-F]{8}$", ""),
                                                    properties.get("PolicyDocument")));
                                case "AWS::IAM::Role" -> {
                                    add(statements, resolver, stack, id, properties.get("AssumeRolePolicyDocument"));
                                    properties
                                            .path("Policies")
                                            .forEach(policy ->
                                                    add(statements, resolver, stack, id, policy.get("PolicyDocument")));
                                    resolver.texts(stack, properties.path("ManagedPolicyArns"))
                                            .forEach(arn -> statements.add(new Statement(
                                                    id, "Allow", List.of("managed policy"), List.of(arn), "", "")));
                                }
                                case "AWS::S3::BucketPolicy", "AWS::SQS::QueuePolicy", "AWS::SNS::TopicPolicy" ->
                                    add(statements, resolver, stack, id, properties.get("PolicyDocument"));
                                default -> {
                                    // Not a policy.
                                }
                            }
                        }));
        statements.sort((one, other) -> one.toString().compareTo(other.toString()));
        return statements;
    }

    private static void add(List<Statement> to, Resolver resolver, String stack, String holder, JsonNode document) {
        for (JsonNode statement : document.get("Statement")) {
            List<String> actions = new ArrayList<>(resolver.texts(stack, statement.path("Action")));
            List<String> resources = new ArrayList<>(resolver.texts(stack, statement.path("Resource")));
            actions.sort(null);
            resources.sort(null);
            to.add(new Statement(
                    holder,
                    statement.get("Effect").asText(),
                    actions,
                    resources,
                    principal(resolver, stack, statement.path("Principal")),
                    conditions(resolver, stack, statement.path("Condition"))));
        }
    }

    private static String principal(Resolver resolver, String stack, JsonNode principal) {
        if (principal.isMissingNode() || principal.isValueNode()) {
            return principal.asText();
        }
        List<String> all = new ArrayList<>();
        principal.properties().forEach(kind -> all.addAll(resolver.texts(stack, kind.getValue())));
        all.sort(null);
        return String.join(", ", all);
    }

    private static String conditions(Resolver resolver, String stack, JsonNode condition) {
        Map<String, String> all = new TreeMap<>();
        condition
                .properties()
                .forEach(operator -> operator.getValue()
                        .properties()
                        .forEach(key -> all.put(
                                operator.getKey() + " " + key.getKey(),
                                resolver.texts(stack, key.getValue()).toString())));
        return all.isEmpty() ? "" : all.toString();
    }

    /** Whether it allows a call. */
    boolean allows(String action, String resource) {
        return effect.equals("Allow")
                && actions.contains(action)
                && resources.stream().anyMatch(pattern -> matches(pattern, resource));
    }

    /** IAM's patterns: a star stands for any text, a question mark for one character. */
    private static boolean matches(String pattern, String resource) {
        return resource.matches(Pattern.quote(pattern).replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q"));
    }

    @Override
    public String toString() {
        return holder + ": " + effect + " " + actions
                + (resources.isEmpty() ? "" : " on " + resources)
                + (principal.isEmpty() ? "" : " by " + principal)
                + (when.isEmpty() ? "" : " when " + when);
    }
}
