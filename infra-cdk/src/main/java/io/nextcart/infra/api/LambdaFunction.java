package io.nextcart.infra.api;

import io.nextcart.infra.iam.Rights;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.Annotations;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.lambda.Architecture;
import software.amazon.awscdk.services.lambda.Code;
import software.amazon.awscdk.services.lambda.Function;
import software.amazon.awscdk.services.lambda.LoggingFormat;
import software.amazon.awscdk.services.lambda.Runtime;
import software.amazon.awscdk.services.lambda.SnapStartConf;
import software.amazon.awscdk.services.lambda.SystemLogLevel;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.logs.RetentionDays;
import software.constructs.Construct;

/** A Lambda with its own role and log group; the role may write that log, and do what {@link #allow} adds. */
public final class LambdaFunction extends Construct {
    private final Role role;
    private final Function function;

    /**
     * The properties that differ between Lambdas.
     *
     * @param handler the class that Lambda starts
     * @param memoryMb 1769 is one processor
     * @param timeoutSeconds maximum duration of a call
     * @param snapStart whether it starts from a snapshot
     * @param arm64 whether it runs on arm64, or on x86-64
     */
    public record Spec(
            String description,
            Path jar,
            String handler,
            int memoryMb,
            int timeoutSeconds,
            boolean snapStart,
            boolean arm64) {}

    public LambdaFunction(Construct scope, String id, Spec spec, Map<String, String> environment) {
        super(scope, id);
        LogGroup log = LogGroup.Builder.create(this, "Log")
                .retention(RetentionDays.ONE_MONTH)
                .removalPolicy(RemovalPolicy.DESTROY)
                .build();
        role = Role.Builder.create(this, "Role")
                .assumedBy(new ServicePrincipal("lambda.amazonaws.com"))
                .description("Nextcart: " + spec.description())
                .build();
        allow(List.of("logs:CreateLogStream", "logs:PutLogEvents"), log.getLogGroupArn());
        function = Function.Builder.create(this, "Function")
                .description(spec.description())
                .runtime(Runtime.JAVA_25)
                .architecture(spec.arm64() ? Architecture.ARM_64 : Architecture.X86_64)
                .code(Code.fromAsset(spec.jar().toString()))
                .handler(spec.handler())
                .memorySize(spec.memoryMb())
                .timeout(Duration.seconds(spec.timeoutSeconds()))
                .snapStart(spec.snapStart() ? SnapStartConf.ON_PUBLISHED_VERSIONS : null)
                .environment(new TreeMap<>(environment))
                .role(role)
                .logGroup(log)
                // Lambda's own three lines per request would cost more than our one; its warnings and time-outs are
                // kept.
                .loggingFormat(LoggingFormat.JSON)
                .systemLogLevelV2(SystemLogLevel.WARN)
                .build();
        // The alias points to a published version.
        Annotations.of(function)
                .acknowledgeWarning("@aws-cdk/aws-lambda:snapStartRequirePublish", "the API asks a published version");
    }

    /** Adds to the role's policy. */
    public void allow(List<String> actions, String... resources) {
        Rights.allow(role, actions, resources);
    }

    /** Lets it read a SecureString of SSM. It is encrypted with SSM's default key, so this right is enough. */
    public void allowParameter(String name) {
        Stack stack = Stack.of(this);
        allow(
                List.of("ssm:GetParameter"),
                "arn:" + stack.getPartition() + ":ssm:" + stack.getRegion() + ":" + stack.getAccount() + ":parameter/"
                        + name.replaceFirst("^/", ""));
    }

    /** The role's policy, on which to justify a resource that ends in a wildcard. */
    public Construct policy() {
        return (Construct) role.getNode().findChild("DefaultPolicy");
    }

    public Function function() {
        return function;
    }
}
