package io.nextcart.local.cli;

import io.nextcart.data.BadInputException;
import picocli.CommandLine.TypeConversionException;

/**
 * A part of a whole, written as {@code 0.01} or {@code 1%}.
 *
 * @param value 0–1
 */
record Share(double value) {
    /**
     * The value.
     *
     * @param option for the message
     * @throws BadInputException when it is above {@code most}
     */
    double atMost(double most, String option) {
        if (value > most) {
            throw new BadInputException(option + " is " + value + ", expected 0 to " + most);
        }
        return value;
    }

    static Share parse(String text) {
        boolean percent = text.endsWith("%");
        try {
            double number = Double.parseDouble(percent ? text.substring(0, text.length() - 1) : text);
            double value = percent ? number / 100 : number;
            if (value >= 0 && value <= 1) {
                return new Share(value);
            }
        } catch (NumberFormatException e) {
            throw new TypeConversionException("'" + text + "', expected a share such as 0.01 or 1%");
        }
        throw new TypeConversionException("'" + text + "', expected 0 to 1, or 0% to 100%");
    }
}
