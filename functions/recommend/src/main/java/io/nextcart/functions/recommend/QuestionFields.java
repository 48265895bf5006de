package io.nextcart.functions.recommend;

import io.nextcart.data.EventType;
import io.nextcart.data.ListLength;
import io.nextcart.data.log.EventDecoder;
import io.nextcart.engine.Interaction;
import io.nextcart.engine.Query;
import io.nextcart.functions.api.ApiRequest;
import io.nextcart.functions.api.Fields;
import io.nextcart.functions.api.JsonBody;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads questions: the same fields from a query and from JSON. Every fault is noted in the {@link Fields}. */
final class QuestionFields {
    static final int MAX_EXCLUDE = 1000;
    static final int MAX_CART = 200;
    static final int MAX_SESSION = 500;

    private QuestionFields() {}

    /** {@code GET /v1/recommendations/{user_id}}. */
    static Question fromQuery(ApiRequest request) {
        Fields fields = Fields.ofQuery(request);
        return question(fields, fields.pathId(request, "user_id"), List.of());
    }

    /** {@code POST /v1/recommendations}. */
    static Question fromJson(ApiRequest request) {
        Fields fields = Fields.ofJson(JsonBody.object(request));
        return question(fields, fields.id("user_id"), session(fields));
    }

    static int k(Fields fields) {
        return fields.wholeNumber("k", ListLength.LEAST, ListLength.MOST, ListLength.STANDARD);
    }

    static Query.Filters filters(Fields fields) {
        return new Query.Filters(
                fields.ids("exclude", MAX_EXCLUDE),
                fields.ids("cart", MAX_CART),
                fields.id("category"),
                fields.flag("available_only"),
                fields.flag("exclude_purchased"),
                fields.flag("exclude_viewed"));
    }

    private static Question question(Fields fields, @Nullable String userId, List<Interaction> session) {
        Question question = new Question(
                userId,
                session,
                k(fields),
                filters(fields),
                fields.number("diversity", 0, 1, 0),
                fields.flag("explain"));
        fields.check();
        return question;
    }

    private static List<Interaction> session(Fields fields) {
        List<Interaction> session = new ArrayList<>();
        for (Fields event : fields.objects("session", MAX_SESSION)) {
            session.add(new Interaction(event.requiredId("item_id"), type(event), timestampMs(event)));
        }
        return session;
    }

    private static EventType type(Fields event) {
        Object name = event.raw("type");
        EventType type = name instanceof String text ? EventType.fromWireName(text) : null;
        if (name != null && type == null) {
            event.reject("type", "expected view, addtocart or transaction");
        }
        return type == null ? EventType.VIEW : type;
    }

    private static long timestampMs(Fields event) {
        Object time = event.raw("timestamp");
        if (time == null) {
            return Interaction.NO_TIME;
        }
        try {
            return EventDecoder.timestampMs(time);
        } catch (IllegalArgumentException e) {
            event.reject("timestamp", String.valueOf(e.getMessage()));
            return Interaction.NO_TIME;
        }
    }
}
