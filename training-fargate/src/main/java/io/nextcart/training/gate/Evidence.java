package io.nextcart.training.gate;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * What a model is judged by.
 *
 * @param cases holdout cases
 * @param shoppers distinct shoppers that the cases come from
 * @param days from the first event of the log to the last
 * @param events in the log, duplicates counted once
 * @param leads each rival in each measure
 * @param alarms signs of a leak, one plain sentence each
 */
public record Evidence(int cases, int shoppers, double days, long events, List<Lead> leads, List<String> alarms) {
    public Evidence {
        leads = List.copyOf(requireNonNull(leads, "leads is null"));
        alarms = List.copyOf(requireNonNull(alarms, "alarms is null"));
        if (cases < 0 || shoppers < 0 || shoppers > cases || !(days >= 0) || events < 0) {
            throw new IllegalArgumentException("evidence is " + cases + " cases of " + shoppers + " shoppers, " + days
                    + " days, " + events + " events, expected counts of 0 or more and a case or more to a shopper");
        }
    }
}
