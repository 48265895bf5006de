package io.nextcart.infra;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Gives every reference of a template a text that it might have in an account, so that names and ARNs can be compared.
 */
public final class Resolver {
    private static final String REGION = "us-east-1";
    private static final String ACCOUNT = "111122223333";

    private final Synth.Result stacks;

    public Resolver(Synth.Result stacks) {
        this.stacks = stacks;
    }

    /** The text of a value, such as {@code {"Fn::GetAtt": [id, "Arn"]}}. */
    public String text(String stack, JsonNode value) {
        if (value.isValueNode()) {
            return value.asText();
        }
        if (value.isArray()) {
            throw new IllegalArgumentException("a list, expected one value: " + value);
        }
        Map.Entry<String, JsonNode> function = value.properties().iterator().next();
        JsonNode argument = function.getValue();
        return switch (function.getKey()) {
            case "Ref" -> ref(stack, argument.asText());
            case "Fn::GetAtt" ->
                attribute(stack, argument.get(0).asText(), argument.get(1).asText());
            case "Fn::Join" -> {
                List<String> parts = new ArrayList<>();
                argument.get(1).forEach(part -> parts.add(text(stack, part)));
                yield String.join(argument.get(0).asText(), parts);
            }
            case "Fn::Sub" ->
                argument.asText()
                        .replace("${AWS::Partition}", "aws")
                        .replace("${AWS::AccountId}", ACCOUNT)
                        .replace("${AWS::Region}", REGION);
            case "Fn::ImportValue" -> exported(argument.asText());
            default -> throw new IllegalArgumentException("cannot resolve " + value);
        };
    }

    /** The texts of one value or a list. */
    public List<String> texts(String stack, JsonNode value) {
        List<String> texts = new ArrayList<>();
        if (value.isArray()) {
            value.forEach(element -> texts.add(text(stack, element)));
        } else if (!value.isMissingNode()) {
            texts.add(text(stack, value));
        }
        return texts;
    }

    private String ref(String stack, String id) {
        return switch (id) {
            case "AWS::Region" -> REGION;
            case "AWS::AccountId" -> ACCOUNT;
            case "AWS::Partition" -> "aws";
            case "AWS::URLSuffix" -> "amazonaws.com";
            case "AWS::StackName" -> stack;
            default -> {
                String type = type(stack, id);
                String arn = arn(type, id);
                yield switch (type) {
                    case "AWS::S3::Bucket" -> id.toLowerCase(Locale.ROOT);
                    case "AWS::SNS::Topic", "AWS::StepFunctions::StateMachine", "AWS::ECS::TaskDefinition" -> arn;
                    default -> id;
                };
            }
        };
    }

    private String attribute(String stack, String id, String name) {
        String arn = arn(type(stack, id), id);
        return switch (name) {
            case "Arn" -> arn;
            case "StreamArn" -> arn + "/stream/2026-03-01T00:00:00.000";
            default -> id + "." + name;
        };
    }

    private String type(String stack, String id) {
        return stacks.stack(stack).path("Resources").path(id).path("Type").asText("parameter");
    }

    private static String arn(String type, String id) {
        String place = REGION + ":" + ACCOUNT + ":";
        return switch (type) {
            case "AWS::DynamoDB::Table" -> "arn:aws:dynamodb:" + place + "table/" + id;
            case "AWS::S3::Bucket" -> "arn:aws:s3:::" + id.toLowerCase(Locale.ROOT);
            case "AWS::Lambda::Function" -> "arn:aws:lambda:" + place + "function:" + id;
            case "AWS::Logs::LogGroup" -> "arn:aws:logs:" + place + "log-group:" + id + ":*";
            case "AWS::IAM::Role" -> "arn:aws:iam::" + ACCOUNT + ":role/" + id;
            case "AWS::ECS::TaskDefinition" -> "arn:aws:ecs:" + place + "task-definition/" + id + ":1";
            case "AWS::EMRServerless::Application" -> "arn:aws:emr-serverless:" + place + "/applications/" + id;
            default -> {
                String service = type.contains("::") ? type.split("::")[1].toLowerCase(Locale.ROOT) : type;
                yield "arn:aws:" + service + ":" + place + id;
            }
        };
    }

    private String exported(String name) {
        for (Map.Entry<String, JsonNode> stack : stacks.stacks().entrySet()) {
            for (JsonNode output : stack.getValue().path("Outputs")) {
                if (output.path("Export").path("Name").asText().equals(name)) {
                    return text(stack.getKey(), output.get("Value"));
                }
            }
        }
        throw new IllegalArgumentException("nobody exports " + name);
    }
}
