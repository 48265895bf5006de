package io.nextcart.local.pipeline;

import static io.nextcart.local.pipeline.RolloutFake.said;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SNSEvent;
import com.amazonaws.services.lambda.runtime.events.SNSEvent.SNSRecord;
import io.nextcart.data.Sha256;
import io.nextcart.local.asl.Execution;
import io.nextcart.local.asl.ExecutionTime;
import io.nextcart.local.asl.StateFailure;
import io.nextcart.store.FolderObjectStore;
import io.nextcart.store.HookedStore;
import io.nextcart.store.ObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every path through the deployed pipeline, with a fake rollout that keeps the contract. */
class PipelineTest {
    private static final Instant NIGHT = Instant.parse("2026-02-03T02:00:00Z");

    @TempDir
    Path folder;

    private final RolloutFake rollout = new RolloutFake();
    private final List<String> lines = new ArrayList<>();
    private final List<String> path = new ArrayList<>();
    private final List<Map<?, ?>> jobs = new ArrayList<>();
    private final ExecutionTime time = new ExecutionTime(Clock.fixed(NIGHT, ZoneOffset.UTC), true);
    private RequestHandler<SNSEvent, Void> notifier;
    private int taskSeconds = 60;
    private String exit = "0";

    @Test
    void aCandidateIsTriedAndPromoted() throws Exception {
        assertThat(run().failure()).isNull();
        assertThat(path)
                .containsExactly(
                        "CountLift",
                        "Status",
                        "IsTrialRunning",
                        "CheckData",
                        "IsThereData",
                        "Train",
                        "ReadResult",
                        "WhatCameOfIt",
                        "StartTrial",
                        "IsOnTrial",
                        "TellStarted",
                        "WaitForShoppers",
                        "DescribeAlarms",
                        "NameAlarms",
                        "Compare",
                        "WhatWasDecided",
                        "WaitForShoppers",
                        "DescribeAlarms",
                        "NameAlarms",
                        "Compare",
                        "WhatWasDecided",
                        "Tell",
                        "HowItEnded",
                        "Promoted");
        assertThat(rollout.asked)
                .contains(
                        Map.of("action", "result", "run", "night"),
                        Map.of("action", "start", "version", "v2", "share", 0.1, "watcher", "night"),
                        Map.of("action", "compare", "version", "v2", "watcher", "night", "alarms", List.of()));
        assertThat(lines)
                .containsExactly(
                        "run night, trial true",
                        "message: Nextcart: trial: It is trial.",
                        "message: Nextcart: promote: It is promote.");
        assertThat(time.instant()).isEqualTo(NIGHT.plus(Duration.ofHours(2)));
    }

    @Test
    void aLiftThatCannotBeCountedIsTriedAgainAndHoldsNothingUp() throws Exception {
        rollout.answer("lift", new IOException("no archive"));
        assertThat(run().state()).isEqualTo("Promoted");
        assertThat(rollout.actions()).startsWith("lift", "lift", "status");
    }

    @Test
    void aWorseChallengerIsRolledBack() throws Exception {
        rollout.answer("compare", said("decision", "roll_back", Map.of()));
        Execution.Ending ending = run();
        assertThat(ending.state()).isEqualTo("RolledBack");
        assertThat(Pipeline.refused(ending)).isTrue();
        assertThat(lines).last().isEqualTo("message: Nextcart: roll_back: It is roll_back.");
    }

    @Test
    void theFirstModelIsPublishedWithoutATrial() throws Exception {
        rollout.answer("result", said("outcome", "published", Map.of("version", "v1")));
        assertThat(run().state()).isEqualTo("Published");
        assertThat(rollout.actions()).containsExactly("lift", "status", "result");
    }

    @Test
    void withoutAShareToTryItOnACandidateIsPromotedAtOnce() throws Exception {
        rollout.answer("start", said("state", "promoted", Map.of("version", "v2")));
        assertThat(run().state()).isEqualTo("Published");
        assertThat(rollout.actions()).containsExactly("lift", "status", "result", "start");
    }

    @Test
    void withoutALogNothingIsTrained() throws Exception {
        Execution.Ending ending = run(0, new FolderObjectStore(folder.resolve("archive")));
        assertThat(ending.state()).isEqualTo("NothingToLearn");
        assertThat(path).doesNotContain("Train");
    }

    @Test
    void aRunningTrialIsWatchedToItsEndAndNothingIsTrained() throws Exception {
        rollout.answer("status", Map.of("trial", "running", "challenger", "v2"));
        assertThat(run().state()).isEqualTo("Promoted");
        assertThat(rollout.actions()).containsExactly("lift", "status", "watch", "compare", "compare");
        assertThat(rollout.asked)
                .contains(
                        Map.of("action", "watch", "version", "v2", "watcher", "night"),
                        Map.of("action", "compare", "version", "v2", "watcher", "night", "alarms", List.of()));
        assertThat(path).doesNotContain("Train");
        assertThat(lines).containsExactly("message: Nextcart: promote: It is promote.");
        assertThat(time.instant()).isEqualTo(NIGHT.plus(Duration.ofHours(1)));
    }

    @Test
    void aRelievedWatcherLeavesTheTrialWithoutAMessage() throws Exception {
        rollout.answer("compare", said("decision", "continue", Map.of("watch", "leave")));
        Execution.Ending ending = run();
        assertThat(ending.state()).isEqualTo("TrialUnderWay");
        assertThat(ending.failure()).isNull();
        assertThat(lines).last().isEqualTo("message: Nextcart: trial: It is trial.");
    }

    @Test
    void aRefusalOfTheGateIsNotTriedAgainAndNotAFailure() throws Exception {
        exit = "3";
        rollout.answer("result", said("outcome", "refused", Map.of()));
        Execution.Ending ending = run();
        assertThat(ending.failure()).isNull();
        assertThat(ending.state()).isEqualTo("Refused");
        assertThat(path).doesNotContain("TrainOnDemand");
        assertThat(lines).last().isEqualTo("message: Nextcart: refused: It is refused.");
    }

    @Test
    void aLogThatCannotBeUsedIsAFailureAtOnce() throws Exception {
        exit = "2";
        rollout.answer("result", said("outcome", "unusable", Map.of()));
        assertThat(run().failure()).isNotNull();
        assertThat(path).doesNotContain("TrainOnDemand").endsWith("TellFailed", "Failed");
        assertThat(lines).last().asString().contains("Step: train. The champion still serves.", "It is unusable.");
    }

    @Test
    void aTrainingThatCrashesIsTriedOnceMoreThenReportedInItsOwnWords() throws Exception {
        exit = "1";
        rollout.answer("result", said("outcome", "failed", Map.of()));
        Execution.Ending ending = run();
        assertThat(ending.failure()).isNotNull();
        assertThat(ending.failure().error()).isEqualTo("Retrain.Nextcart: failed");
        assertThat(ending.failure()).hasMessage("It is failed.");
        assertThat(path)
                .containsSubsequence("Train", "WhyNot", "TrainOnDemand", "WhyNotOnDemand", "DidItRun", "LogOfFailure")
                .endsWith("ReadFailure", "TellFailed", "Failed");
        assertThat(lines)
                .last()
                .asString()
                .matches("message: Nextcart: the retrain failed: Step: train\\. The champion still serves\\. It"
                        + " ended with exit code 1\\. The log: stream train/train/\\d+ of this terminal\\. The"
                        + " execution: run night What is known: Nextcart: failed: It is failed\\.");
        assertThat(rollout.actions()).containsExactly("lift", "status", "result");
    }

    @Test
    void aTrainingThatCrashesWhereNothingCanBeReadIsReportedByItsExitCode() throws Exception {
        exit = "1";
        rollout.answer("result", new IOException("no store"));
        Execution.Ending ending = run();
        assertThat(ending.failure().error()).isEqualTo("Retrain.States.TaskFailed");
        assertThat(ending.failure().explanation()).contains("\"ExitCode\":1");
        assertThat(lines).last().asString().contains("It ended with exit code 1.", "States.TaskFailed");
    }

    @Test
    void aTrainingThatNeverRanIsReportedWithTheReasonOfEcs() throws Exception {
        String task = "{\"Containers\":[{\"Name\":\"train\"}],\"StoppedReason\":\"CannotPullContainerError: no route\","
                + "\"TaskArn\":\"arn:aws:ecs:eu-west-1:1:task/shop/4711\"}";
        Pipeline pipeline =
                new Pipeline(parts(1, new FolderObjectStore(folder), rollout), times(), lines::add, "duckdb", given -> {
                    throw new StateFailure("States.TaskFailed", task);
                });
        assertThat(pipeline.run("night", time, listener()).failure()).hasMessage(task);
        assertThat(path).endsWith("TaskOfFailure", "DidItRun", "TrainNotStarted", "TellFailed", "Failed");
        assertThat(lines)
                .last()
                .asString()
                .contains("Step: train: it was not started.", "CannotPullContainerError: no route");
        assertThat(rollout.actions()).containsExactly("lift", "status");
    }

    @Test
    void onSparkACandidateIsTriedAndPromoted() throws Exception {
        assertThat(onSpark().state()).isEqualTo("Promoted");
        assertThat(path).containsSubsequence("IsThereData", "TrainOnSpark", "ReadResult", "StartTrial");
        assertThat(path).doesNotContain("Train", "ReadSparkResult");
        assertThat(jobs)
                .singleElement()
                .isEqualTo(Map.of(
                        "ApplicationId",
                        "local",
                        "ClientToken",
                        new Sha256().add("night 1").hex(),
                        "ExecutionRoleArn",
                        "local",
                        "Name",
                        "night",
                        "ExecutionTimeoutMinutes",
                        1,
                        "JobDriver",
                        Map.of(
                                "SparkSubmit",
                                Map.of(
                                        "EntryPoint",
                                        "local",
                                        "SparkSubmitParameters",
                                        "local --conf spark.emr-serverless.driverEnv.NEXTCART_RUN=night"
                                                + " --conf spark.emr-serverless.driverEnv.NEXTCART_TRIAL=true")),
                        "ConfigurationOverrides",
                        Map.of(
                                "MonitoringConfiguration",
                                Map.of(
                                        "CloudWatchLoggingConfiguration",
                                        Map.of(
                                                "Enabled",
                                                true,
                                                "LogGroupName",
                                                "this terminal",
                                                "LogStreamNamePrefix",
                                                "night",
                                                "LogTypes",
                                                Map.of("SPARK_DRIVER", List.of("STDOUT", "STDERR")))))));
    }

    @ParameterizedTest
    @CsvSource({"refused, Refused", "unusable, Failed", "published, Published", "candidate, Promoted"})
    void onSparkTheRunsRecordDecidesWhatAFailedJobRunWas(String outcome, String state) throws Exception {
        rollout.answer("result", said("outcome", outcome, Map.of("version", "v2")));
        assertThat(onSpark(failed("job-1")).state()).isEqualTo(state);
        assertThat(jobs).hasSize(1);
        assertThat(path).containsSubsequence("TrainOnSpark", "ReadSparkResult", "WhatSparkLeft", "WhatCameOfIt");
    }

    @Test
    void onSparkAJobRunThatBreaksIsRunOnceMore() throws Exception {
        rollout.answer(
                "result", said("outcome", "failed", Map.of()), said("outcome", "candidate", Map.of("version", "v2")));
        assertThat(onSpark(failed("job-1")).state()).isEqualTo("Promoted");
        assertThat(jobs)
                .extracting(job -> job.get("ClientToken"))
                .doesNotHaveDuplicates()
                .hasSize(2);
    }

    @Test
    void onSparkTwoBrokenJobRunsAreReportedWithTheSecondAndItsLog() throws Exception {
        rollout.answer("result", said("outcome", "failed", Map.of()));
        Execution.Ending ending = onSpark(failed("job-1"), failed("job-2"));
        assertThat(ending.failure().error()).isEqualTo("Retrain.Nextcart: failed");
        assertThat(jobs).hasSize(2);
        assertThat(path).endsWith("DoesItNameItsRun", "LogOfJobRun", "ReadFailure", "TellFailed", "Failed");
        assertThat(lines)
                .containsExactly(
                        "message: Nextcart: the retrain failed: Step: train. The champion still serves. It was job"
                                + " run job-2 of application local of EMR Serverless. The log: streams that begin with night in this"
                                + " terminal. The execution: run night What is known: Nextcart: failed: It is failed.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"no such application", "{\"JobRun\":{\"JobRunId\":\"job-2\"}}"})
    void onSparkAFailureThatNamesNoJobRunIsReportedWithWhereToLook(String cause) throws Exception {
        rollout.answer("result", new IOException("no store"));
        StateFailure failure = new StateFailure("EMRServerless.ResourceNotFoundException", cause);
        assertThat(onSpark(failure, failure).failure()).hasMessage(cause);
        assertThat(path)
                .endsWith("LogOfSpark", "ReadFailure", "TellFailed", "Failed")
                .doesNotContain("WhatSparkLeft");
        assertThat(lines)
                .last()
                .asString()
                .contains("in application local", "streams that begin with night in this terminal", cause);
    }

    @Test
    void onSparkAThrottledStartIsAskedForAgainByTheSameToken() throws Exception {
        assertThat(onSpark(new StateFailure("EMRServerless.ThrottlingException", "slow down"))
                        .state())
                .isEqualTo("Promoted");
        assertThat(jobs).hasSize(2).containsOnly(jobs.get(0));
        assertThat(path).doesNotContain("ReadSparkResult");
    }

    @Test
    void onSparkAJobRunThatTakesTooLongIsNotRunAgain() throws Exception {
        assertThat(onSpark(new StateFailure("States.Timeout", "no end")).state())
                .isEqualTo("Failed");
        assertThat(jobs).hasSize(1);
        assertThat(path).endsWith("TrainOnSpark", "TrainingTooLong", "TellFailed", "Failed");
    }

    private static StateFailure failed(String jobRun) {
        return StateFailure.of("States.TaskFailed", Map.of("JobRunId", jobRun, "State", "FAILED"));
    }

    /** @param failures of the job runs, one after another; those that follow end well */
    private Execution.Ending onSpark(StateFailure... failures) throws Exception {
        Pipeline.Parts parts = parts(1, new FolderObjectStore(folder), rollout);
        return new Pipeline(parts, times(), lines::add, "spark", job -> {
                    jobs.add(job);
                    if (jobs.size() <= failures.length) {
                        throw failures[jobs.size() - 1];
                    }
                    return Map.of();
                })
                .run("night", time, listener());
    }

    @Test
    void aTrainingThatTakesTooLongIsStopped() throws Exception {
        exit = "never";
        taskSeconds = 2;
        // Names of States.* are reserved for errors of the state machine itself.
        assertThat(run().failure().error()).isEqualTo("Retrain.States.Timeout");
        assertThat(path).endsWith("Train", "TrainingTooLong", "TellFailed", "Failed");
        assertThat(lines).last().asString().contains("it took too long and was stopped");
    }

    @Test
    void anUnreachableStoreIsTriedAgainThenReported() throws Exception {
        rollout.answer("status", new IOException("s3://models: cannot be reached"));
        Execution.Ending ending = run();
        assertThat(ending.failure().error()).isEqualTo("Retrain.IOException");
        assertThat(rollout.actions()).hasSize(5);
        assertThat(time.instant()).isEqualTo(NIGHT.plusSeconds(10 + 30 + 90));
        assertThat(path).containsExactly("CountLift", "Status", "StatusFailed", "TellFailed", "Failed");
        assertThat(lines).last().asString().contains("s3://models: cannot be reached");
    }

    @Test
    void aStoreThatComesBackIsNotAFailure() throws Exception {
        rollout.answer("status", new IOException("away"), Map.of("trial", "none"));
        assertThat(run().state()).isEqualTo("Promoted");
    }

    @Test
    void anArchiveThatCannotBeListedIsReported() throws Exception {
        ObjectStore unreachable = HookedStore.around(new FolderObjectStore(folder), call -> {
            throw new IOException("no route");
        });
        Execution.Ending ending = run(0, unreachable);
        assertThat(ending.failure().error()).isEqualTo("Retrain.S3.S3Exception");
        assertThat(path).endsWith("CheckData", "CheckDataFailed", "TellFailed", "Failed");
        assertThat(lines).last().asString().contains("Step: look for a log.", "no route");
    }

    @Test
    void aFailedResultStartOrLookIsReportedAndChangesNothing() throws Exception {
        for (Map.Entry<String, String> step : Map.of(
                        "result", "ReadResultFailed", "start", "StartTrialFailed", "compare", "CompareFailed")
                .entrySet()) {
            path.clear();
            RolloutFake failing = new RolloutFake().answer(step.getKey(), new IOException("broken"));
            Execution.Ending ending = run(1, new FolderObjectStore(folder), failing);
            assertThat(ending.failure().error()).isEqualTo("Retrain.IOException");
            assertThat(path).endsWith(step.getValue(), "TellFailed", "Failed");
            assertThat(lines).last().asString().contains("Nextcart: the retrain failed", "broken");
        }
    }

    @Test
    void aNotifierThatIsDownChangesNothingOfWhatHappens() throws Exception {
        notifier = (event, context) -> {
            throw new UncheckedIOException(new IOException("no telegram"));
        };
        assertThat(run().state()).isEqualTo("Promoted");
        assertThat(lines).last().asString().contains("the message could not be forwarded", "no telegram");
        exit = "2";
        rollout.answer("result", said("outcome", "unusable", Map.of()));
        assertThat(run().state()).isEqualTo("Failed");
    }

    @Test
    void aMessageReachesTheNotifierAsSnsSendsIt() throws Exception {
        List<SNSRecord> received = new ArrayList<>();
        notifier = (event, context) -> {
            received.addAll(event.getRecords());
            return null;
        };
        run();
        assertThat(received).hasSize(2);
        assertThat(received.get(1).getEventSource()).isEqualTo("aws:sns");
        assertThat(received.get(1).getSNS().getSubject()).isEqualTo("Nextcart: promote");
        assertThat(received.get(1).getSNS().getMessage()).isEqualTo("It is promote.");
    }

    @Test
    void aTrialThatIsNeverDecidedIsGivenUpWithTheExecution() throws Exception {
        rollout.answer("compare", said("decision", "continue", Map.of()));
        Execution.Ending ending = run();
        assertThat(ending.failure().error()).isEqualTo("States.Timeout");
        assertThat(time.instant()).isEqualTo(NIGHT.plus(Duration.ofDays(8)));
    }

    private Execution.Ending run() throws Exception {
        return run(1, new FolderObjectStore(folder));
    }

    private Execution.Ending run(int files, ObjectStore archive) throws Exception {
        return run(files, archive, rollout);
    }

    private Execution.Ending run(int files, ObjectStore archive, RolloutFake lambda) throws Exception {
        return new Pipeline(parts(files, archive, lambda), times(), lines::add).run("night", time, listener());
    }

    private Pipeline.Parts parts(int files, ObjectStore archive, RolloutFake lambda) {
        return new Pipeline.Parts(
                archive,
                files,
                TrialTask.class.getName(),
                List.of("-Xmx64m"),
                Map.of("TRIAL_EXIT", exit),
                lambda,
                notifier);
    }

    private Pipeline.Times times() {
        return new Pipeline.Times(0.1, 3600, taskSeconds, 8 * 86_400);
    }

    private Execution.Listener listener() {
        return new Execution.Listener() {
            @Override
            public void entered(String state, Instant at) {
                path.add(state);
            }

            @Override
            public void retried(String state, StateFailure failure, Duration after) {
                assertThat(after).isPositive();
            }
        };
    }
}
