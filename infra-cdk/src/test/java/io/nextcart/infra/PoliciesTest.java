package io.nextcart.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PoliciesTest {
    /** Resources with a wildcard, and why no narrower one will do. */
    private static final Map<String, String> WIDE = Map.of(
            "arn:aws:cloudwatch:[^*]+:alarm:\\*", "alarms are asked for by the beginning of their names",
            "arn:aws:logs:[^*]+:log-group:[^*]+:\\*", "the streams of one log group: a Lambda or a task names its own",
            "arn:aws:s3:::archivebucket[^*]+/(events|tombstones|items|feeds)/\\*",
                    "an object of the archive is named by its first record, a feed by the shop",
            "arn:aws:s3:::modelsbucket[^*]+/((models|runs|trials|spark)/\\*|models/\\*/(manifest\\.json|report\\.html)|runs/\\*-report\\.html|(runs|trials)/\\*\\.json|trials/\\*\\.counts)",
                    "a version, a run, and a table of a run, is named when it is made",
            "arn:aws:dynamodb:[^*]+:table/(Events|Tombstones|Catalogue)Table[^*]+/stream/\\*",
                    "a stream is named when it is made",
            "arn:aws:lambda:[^*]+:function:Recommend[^*]+:\\*", "a version is numbered when it is published",
            "arn:aws:ecs:[^*]+:task-definition/nextcart[a-z]+trainingTaskDefinition[^*]+:\\*",
                    "a revision is numbered when it is deployed",
            "arn:aws:ecs:[^*]+:task/Cluster[^*]+/\\*", "a task of one cluster is named when it starts",
            "arn:aws:emr-serverless:[^*]+:/applications/Spark[^*]+/jobruns/\\*",
                    "a job run of one application is named when it starts");

    /** Actions that apply to no resource, or to no narrower one. */
    private static final Set<String> WITHOUT_RESOURCE =
            Set.of("ecr:GetAuthorizationToken", "logs:DescribeLogGroups", "cloudwatch:GetMetricData");

    @Test
    void everyStatementIsListed() throws IOException {
        Golden.holds(
                "iam-statements.txt",
                Statement.all(Synth.PROD.result()).stream()
                        .map(Statement::toString)
                        .toList());
    }

    @Test
    void everyStatementOfTrainingOnSparkIsListed() throws IOException {
        Golden.holds(
                "iam-statements-spark.txt",
                Statement.all(Synth.SPARK.result()).stream()
                        .map(Statement::toString)
                        .filter(statement -> statement.startsWith("training/"))
                        .toList());
    }

    @Test
    void aJobOnSparkMayDoWithTheDataWhatTheTaskMayAndKeepsItsTables() {
        Set<String> task = ofData(Synth.PROD, "training/TaskRole");
        assertThat(task).hasSizeGreaterThan(3);
        Set<String> more = new TreeSet<>(ofData(Synth.SPARK, "training/SparkRole"));
        assertThat(more).containsAll(task);
        more.removeAll(task);
        assertThat(more)
                .hasSize(8)
                .allMatch(right ->
                        right.matches("s3:(\\w+Object|AbortMultipartUpload) .*/(spark/\\*|spark_\\$folder\\$)"));
    }

    /** What a role may do with the buckets of the stage. */
    private static Set<String> ofData(Synth synth, String role) {
        return Statement.all(synth.result()).stream()
                .filter(statement -> statement.holder().equals(role))
                .flatMap(statement -> statement.resources().stream()
                        .filter(resource -> resource.matches("arn:aws:s3:::(archive|models)bucket.*"))
                        .flatMap(resource -> statement.actions().stream().map(action -> action + " " + resource)))
                .collect(Collectors.toSet());
    }

    @Test
    void noRoleMayDoAnythingOrToAnything() {
        for (Synth synth : Synth.ALL) {
            for (Statement statement : allowedToRoles(synth)) {
                assertThat(statement.actions()).as("%s", statement).noneMatch(action -> action.contains("*"));
                if (!WITHOUT_RESOURCE.containsAll(statement.actions())) {
                    assertThat(statement.resources())
                            .as("%s", statement)
                            .allMatch(resource -> !resource.contains("*") || isWideWithReason(resource));
                }
            }
        }
    }

    @Test
    void onlyThreeRolesComeWithAPolicyOfAws() {
        assertThat(Statement.all(Synth.REST.result()).stream()
                        .filter(statement -> statement.actions().contains("managed policy"))
                        .map(statement -> statement.resources().get(0).replaceFirst(".*/", ""))
                        .sorted(Comparator.naturalOrder()))
                .containsExactly(
                        "AWSCodeDeployRoleForLambdaLimited",
                        "AWSCodeDeployRoleForLambdaLimited",
                        "AmazonAPIGatewayPushToCloudWatchLogs");
    }

    @Test
    void nothingIsGivenToAnyone() {
        for (Statement statement : Statement.all(Synth.PROD.result())) {
            if (statement.effect().equals("Allow")) {
                assertThat(statement.principal()).as("%s", statement).isNotEqualTo("*");
            }
        }
    }

    private static List<Statement> allowedToRoles(Synth synth) {
        return Statement.all(synth.result()).stream()
                .filter(statement -> statement.effect().equals("Allow"))
                .filter(statement -> statement.principal().isEmpty())
                .toList();
    }

    private static boolean isWideWithReason(String resource) {
        return WIDE.keySet().stream().anyMatch(resource::matches);
    }
}
