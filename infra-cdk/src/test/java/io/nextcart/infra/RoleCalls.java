package io.nextcart.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.nextcart.data.Sha256;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Compares a program's calls of AWS with the policies of its role, both ways: no call without a right, no right without
 * a call.
 */
final class RoleCalls {
    /**
     * Rights that none of our calls shows: Lambda writes logs and reads the stream in the role's name; S3 needs one for
     * a plain 404.
     */
    private static final Set<String> UNSEEN = Set.of(
            "logs:CreateLogStream",
            "logs:PutLogEvents",
            "dynamodb:DescribeStream",
            "dynamodb:GetRecords",
            "dynamodb:GetShardIterator",
            "dynamodb:ListStreams",
            "sns:Publish",
            "codedeploy:PutLifecycleEventHookExecutionStatus", // names a deployment, not its group
            "s3:ListBucket");

    /** Digests of {@code ours}, {@code everybody's} and {@code the boss's}. */
    private static final String KEYS = "server:" + new Sha256().add("ours").hex() + " page:"
            + new Sha256().add("everybody's").hex() + " admin:"
            + new Sha256().add("the boss's").hex();

    private final Synth.Result stacks;

    RoleCalls(Synth.Result stacks) {
        this.stacks = stacks;
    }

    /** The variables of a Lambda in the template. */
    Map<String, String> ofFunction(String stack, String function) {
        Map<String, String> environment = new LinkedHashMap<>();
        Resolver resolver = new Resolver(stacks);
        stacks.only(stack, "AWS::Lambda::Function", function)
                .get("Environment")
                .get("Variables")
                .properties()
                .forEach(variable -> environment.put(variable.getKey(), resolver.text(stack, variable.getValue())));
        // CloudFormation's replacement for an SSM parameter.
        environment.replaceAll((name, value) -> value.startsWith("{{resolve:ssm:/nextcart/") ? KEYS : value);
        return environment;
    }

    /** The variables of the retrain's task in the template. */
    Map<String, String> ofTask() {
        Map<String, String> environment = new LinkedHashMap<>();
        Resolver resolver = new Resolver(stacks);
        JsonNode variables =
                stacks.only("training", "AWS::ECS::TaskDefinition", "Task").at("/ContainerDefinitions/0/Environment");
        for (JsonNode variable : variables) {
            environment.put(variable.get("Name").asText(), resolver.text("training", variable.get("Value")));
        }
        return environment;
    }

    /**
     * Compares.
     *
     * @param role such as {@code api/EventsRole}
     * @param calls {@code action resource}, as {@link AwsStub} records them
     */
    void compare(String role, Set<String> calls) {
        List<Statement> allowed = Statement.all(stacks).stream()
                .filter(statement ->
                        statement.holder().equals(role) && statement.principal().isEmpty())
                .toList();
        assertThat(calls).as("calls of %s", role).isNotEmpty();
        assertThat(calls)
                .as("%s", allowed)
                .allMatch(call -> allowed.stream().anyMatch(statement -> allows(statement, call)));
        Set<String> unused = new TreeSet<>();
        for (Statement statement : allowed) {
            for (String action : statement.actions()) {
                for (String resource : statement.resources()) {
                    Statement one = new Statement(role, "Allow", List.of(action), List.of(resource), "", "");
                    if (!UNSEEN.contains(action) && calls.stream().noneMatch(call -> allows(one, call))) {
                        unused.add(action + " " + resource);
                    }
                }
            }
        }
        assertThat(unused).as("allowed, but never called; called: %s", calls).isEmpty();
    }

    private static boolean allows(Statement statement, String call) {
        String[] parts = call.split(" ", 2);
        return statement.allows(parts[0], parts[1]);
    }
}
