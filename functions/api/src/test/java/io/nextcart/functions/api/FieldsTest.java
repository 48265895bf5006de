package io.nextcart.functions.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.nextcart.data.Pseudonyms;
import io.nextcart.functions.api.ProblemException.FieldError;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FieldsTest {
    @Test
    void whatIsAbsentOrNullTakesItsDefault() {
        Map<String, Object> nulls = new HashMap<>();
        nulls.put("k", null);
        for (Fields fields : List.of(query(Map.of()), Fields.ofJson(nulls))) {
            assertThat(fields.wholeNumber("k", 1, 100, 10)).isEqualTo(10);
            assertThat(fields.number("k", 0, 1, 0.5)).isEqualTo(0.5);
            assertThat(fields.flag("k")).isFalse();
            assertThat(fields.id("k")).isNull();
            assertThat(fields.ids("k", 5)).isEmpty();
            assertThat(fields.objects("k", 5)).isEmpty();
            fields.check();
        }
    }

    @Test
    void aQueryIsReadFromText() {
        Fields fields = query(Map.of(
                "k", List.of("7"),
                "d", List.of("0.25"),
                "f", List.of("true"),
                "ids", List.of("b,a", "c,,a", "")));
        assertThat(fields.wholeNumber("k", 1, 100, 10)).isEqualTo(7);
        assertThat(fields.number("d", 0, 1, 0)).isEqualTo(0.25);
        assertThat(fields.flag("f")).isTrue();
        assertThat(fields.ids("ids", 4)).containsExactly("b", "a", "c");
        fields.check();
    }

    @Test
    void jsonIsReadFromItsTypes() {
        Fields fields = Fields.ofJson(
                Map.of("k", 7, "d", 1, "f", true, "id", 12L, "ids", List.of("a,b", 5), "o", List.of(Map.of("x", "y"))));
        assertThat(fields.wholeNumber("k", 1, 100, 10)).isEqualTo(7);
        assertThat(fields.number("d", 0, 1, 0)).isEqualTo(1);
        assertThat(fields.flag("f")).isTrue();
        assertThat(fields.id("id")).isEqualTo("12");
        assertThat(fields.ids("ids", 4)).containsExactly("a,b", "5");
        assertThat(fields.objects("o", 1).get(0).id("x")).isEqualTo("y");
        fields.check();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "101", "abc", "1.0", "1e1", "+1", " 1", "-1", "99999999999999999999", "٣", "0x1"})
    void textThatIsNoWholeNumberInRangeIsAFault(String text) {
        assertThat(faults(query(Map.of("k", List.of(text))), fields -> fields.wholeNumber("k", 1, 100, 10)))
                .containsExactly(new FieldError("k", "is '" + text + "', expected a whole number from 1 to 100"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "NaN", "Infinity", "-0.1", "1.1", "1e999", "0x1p1", "1d", "a", "."})
    void textThatIsNoNumberInRangeIsAFault(String text) {
        assertThat(faults(query(Map.of("d", List.of(text))), fields -> fields.number("d", 0, 1, 0)))
                .containsExactly(new FieldError("d", "is '" + text + "', expected a number from 0 to 1"));
    }

    @Test
    void aParameterGivenTwiceIsAFault() {
        assertThat(faults(query(Map.of("k", List.of("1", "1"))), fields -> fields.wholeNumber("k", 1, 100, 10)))
                .containsExactly(new FieldError("k", "is given 2 times, expected once"));
    }

    @Test
    void aListOfAQueryCountsItsEmptyEntries() {
        assertThat(query(Map.of("ids", List.of("", "a", ""))).ids("ids", 3)).containsExactly("a");
        assertThat(faults(query(Map.of("ids", List.of("", "a", ""))), fields -> fields.ids("ids", 2)))
                .containsExactly(new FieldError("ids", "has 3 entries, expected at most 2"));
        assertThat(faults(query(Map.of("ids", List.of("a,b", "c"))), fields -> fields.ids("ids", 2)))
                .containsExactly(new FieldError("ids", "has 3 entries, expected at most 2"));
    }

    @Test
    void everyFaultOfARequestIsToldAtOnce() {
        Fields fields = Fields.ofJson(Map.of(
                "k",
                "7",
                "d",
                true,
                "f",
                "true",
                "id",
                1.5,
                "ids",
                List.of("ok", List.of()),
                "o",
                List.of(3, Map.of())));
        List<FieldError> faults = faults(fields, all -> {
            all.wholeNumber("k", 1, 100, 10);
            all.number("d", 0, 1, 0);
            all.flag("f");
            all.id("id");
            all.ids("ids", 5);
            all.ids("id", 5);
            all.requiredId("gone");
            for (Fields object : all.objects("o", 5)) {
                object.requiredId("x");
            }
        });
        assertThat(faults)
                .extracting(FieldError::field)
                .containsExactly("k", "d", "f", "id", "ids[1]", "id", "gone", "o[0]", "o[1].x");
    }

    @Test
    void idsAreJudgedByTheRuleOfTheShop() {
        for (String id : List.of("", "a".repeat(129), "a\u0000", "\ud800")) {
            assertThat(faults(Fields.ofJson(Map.of("id", id)), fields -> fields.id("id")))
                    .extracting(FieldError::field)
                    .containsExactly("id");
        }
        assertThat(faults(Fields.ofJson(Map.of("id", "a".repeat(129))), fields -> fields.requiredId("id")))
                .containsExactly(new FieldError("id", "has 129 characters, expected 1 to 128"));
    }

    @Test
    void aListTooLongIsOneFault() {
        List<Object> ids = new ArrayList<>(IntStream.range(0, 6).boxed().toList());
        assertThat(faults(Fields.ofJson(Map.of("ids", ids)), fields -> fields.ids("ids", 5)))
                .containsExactly(new FieldError("ids", "has 6 entries, expected at most 5"));
    }

    @Test
    void noMoreFaultsAreToldThanAnybodyReads() {
        List<Object> bad = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            bad.add(true);
        }
        assertThat(faults(Fields.ofJson(Map.of("ids", bad)), fields -> fields.ids("ids", 500)))
                .hasSize(FieldReader.MAX_ERRORS);
    }

    private interface Reading {
        void read(Fields fields);
    }

    private static List<FieldError> faults(Fields fields, Reading reading) {
        reading.read(fields);
        ProblemException problem = catchThrowableOfType(ProblemException.class, fields::check);
        assertThat(problem.status()).isEqualTo(400);
        return problem.errors();
    }

    private static Fields query(Map<String, List<String>> query) {
        return Fields.ofQuery(
                new ApiRequest("GET", "/", Map.of(), query, Map.of(), new byte[0], "id", Pseudonyms.NONE));
    }
}
