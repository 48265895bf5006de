package io.nextcart.infra.cost;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Properties;

/** Figures by name, from one of the two files beside this class: {@code prices.properties}, {@code workload.properties}. */
final class Figures {
    private final String file;
    private final Properties figures;

    private Figures(String file, Properties figures) {
        this.file = file;
        this.figures = figures;
    }

    static Figures read(String file) {
        Properties figures = new Properties();
        try (InputStream in = requireNonNull(Figures.class.getResourceAsStream(file), file + " is missing")) {
            figures.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be read", e);
        }
        return new Figures(file, figures);
    }

    /** A number, 0 or more. */
    double number(String name) {
        double number = Double.parseDouble(text(name));
        if (!(number >= 0)) {
            throw new IllegalArgumentException(file + ": " + name + " is " + number + ", expected 0 or more");
        }
        return number;
    }

    /** A price per million, converted to one. */
    double each(String name) {
        return number(name + ".million") / 1e6;
    }

    String text(String name) {
        String text = figures.getProperty(name);
        if (text == null) {
            throw new IllegalArgumentException(file + ": " + name + " is missing");
        }
        return text.strip();
    }
}
