package io.nextcart.functions.events;

import static java.util.Objects.requireNonNull;

import io.nextcart.functions.api.ApiRequest;
import io.nextcart.functions.api.ApiResponse;
import io.nextcart.functions.api.EntityTag;
import io.nextcart.functions.api.Fields;
import io.nextcart.functions.api.ProblemException;
import io.nextcart.functions.api.RuleFields;
import io.nextcart.store.document.JsonFields;
import io.nextcart.store.document.Rule;
import io.nextcart.store.document.RuleSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The calls on merchandising rules. Two people who change the same rule notice: a change may carry the {@code ETag} that
 * it is based on in {@code If-Match}, and is a 412 when the rule is another by now.
 */
final class RuleCalls {
    private final RuleService service;

    RuleCalls(RuleService service) {
        this.service = requireNonNull(service, "service is null");
    }

    /** {@code GET /v1/rules}: all rules, now or at an earlier version. */
    ApiResponse all(ApiRequest request) {
        Fields fields = Fields.ofQuery(request);
        int version = fields.wholeNumber("version", 0, Integer.MAX_VALUE, -1);
        fields.check();
        if (version < 0) {
            return answer(orUnavailable(service::latest));
        }
        return orUnavailable(() -> version == 0 ? Optional.of(RuleSet.NONE) : service.version(version))
                .map(RuleCalls::answer)
                .orElseThrow(() -> ProblemException.notFound("The rules have no version " + version));
    }

    /** {@code PUT /v1/rules}: these rules and no others, as of a file or of an earlier version. */
    ApiResponse replace(ApiRequest request) {
        Fields fields = Fields.ofBody(request);
        List<Rule> rules = RuleFields.all(fields);
        fields.check();
        RuleSet next = orUnavailable(() -> service.change(now -> {
            EntityTag.check(request, now.version() == 0 ? null : tag(now.toJson()));
            return new RuleSet(now.version(), now.changedAtMs(), rules);
        }));
        return answer(next);
    }

    /** {@code GET /v1/rules/{rule_id}}. */
    ApiResponse get(ApiRequest request) {
        Fields fields = Fields.ofQuery(request);
        String id = fields.pathId(request, "rule_id");
        fields.check();
        return find(orUnavailable(service::latest), id)
                .map(rule -> answer(rule.toJson()))
                .orElseThrow(() -> unknown(id));
    }

    /** {@code PUT /v1/rules/{rule_id}}: adds the rule, or replaces all of it. */
    ApiResponse put(ApiRequest request) {
        Fields fields = Fields.ofBody(request);
        String id = fields.pathId(request, "rule_id");
        Rule rule = RuleFields.rule(fields, id);
        fields.check();
        orUnavailable(() -> service.change(now -> {
            Optional<Rule> before = find(now, id);
            if (before.filter(rule::equals).isPresent() && request.headers().get("if-none-match") == null) {
                return now; // such as when the answer to the same call was lost
            }
            EntityTag.check(request, before.map(one -> tag(one.toJson())).orElse(null));
            if (before.isEmpty() && now.rules().size() >= Rule.MOST_RULES) {
                throw ProblemException.invalid(
                        "rule_id",
                        "would be rule " + (Rule.MOST_RULES + 1) + " of the shop, expected at most " + Rule.MOST_RULES);
            }
            return without(now, id, rule);
        }));
        return answer(rule.toJson());
    }

    /** {@code DELETE /v1/rules/{rule_id}}. */
    ApiResponse delete(ApiRequest request) {
        Fields fields = Fields.ofQuery(request);
        String id = fields.pathId(request, "rule_id");
        fields.check();
        orUnavailable(() -> service.change(now -> {
            Rule before = find(now, id).orElseThrow(() -> unknown(id));
            EntityTag.check(request, tag(before.toJson()));
            return without(now, id, null);
        }));
        return ApiResponse.json(200, new JsonFields().put("rule_id", id).put("deleted", true));
    }

    private static <T> T orUnavailable(EventsService.Ask<T> ask) {
        return EventsService.orUnavailable("The store of rules", ask);
    }

    /** The rules without one, and with another if given. */
    private static RuleSet without(RuleSet now, String id, @Nullable Rule added) {
        TreeMap<String, Rule> rules = new TreeMap<>();
        now.rules().forEach(rule -> rules.put(rule.id(), rule));
        rules.remove(id);
        if (added != null) {
            rules.put(id, added);
        }
        return new RuleSet(now.version(), now.changedAtMs(), new ArrayList<>(rules.values()));
    }

    private static Optional<Rule> find(RuleSet rules, String id) {
        return rules.rules().stream().filter(rule -> rule.id().equals(id)).findFirst();
    }

    private static ProblemException unknown(String id) {
        return ProblemException.notFound("There is no rule " + id);
    }

    private static ApiResponse answer(RuleSet rules) {
        return answer(rules.toJson());
    }

    private static ApiResponse answer(JsonFields body) {
        return ApiResponse.json(200, body).with(Map.of("etag", tag(body)));
    }

    private static String tag(JsonFields body) {
        return EntityTag.of(body.toText());
    }
}
