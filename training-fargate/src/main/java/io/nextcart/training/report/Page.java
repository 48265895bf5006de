package io.nextcart.training.report;

import static java.util.Objects.requireNonNull;

import io.nextcart.store.document.JsonFields;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes sections as one HTML page that contains all texts and tables; plots are drawn from the tables. */
final class Page {
    private static final String WEBJAR = "/META-INF/resources/webjars/echarts/5.3.1/";
    /** A placeholder in {@code report.html}. */
    private static final Pattern PART = Pattern.compile("\\$\\{(\\w+)}");

    private Page() {}

    static String html(String title, List<Section> sections) throws IOException {
        StringBuilder links = new StringBuilder();
        StringBuilder body = new StringBuilder();
        for (Section section : sections) {
            links.append("<li><a href=\"#%s\">%s</a></li>\n".formatted(section.id(), escape(section.title())));
            body.append(html(sections.indexOf(section) + 1, section));
        }
        String licences = resource(WEBJAR + "NOTICE")
                + '\n'
                + resource(WEBJAR + "LICENSE")
                + '\n'
                + resource(WEBJAR + "licenses/LICENSE-d3");
        Map<String, String> parts = Map.of(
                "title", escape(title),
                "style", resource("report.css"),
                "links", links.toString(),
                "sections", body.toString(),
                "licences", escape(licences),
                "data", json(sections),
                "echarts", script(WEBJAR + "dist/echarts.min.js"),
                "script", script("report.js"));
        return PART.matcher(resource("report.html"))
                .replaceAll(part -> Matcher.quoteReplacement(requireNonNull(parts.get(part.group(1)), part.group())));
    }

    private static String html(int number, Section section) {
        return """
                <section id="%s">
                <h2>%s. %s</h2>
                %s%s</section>
                """.formatted(
                        section.id(),
                        number,
                        escape(section.title()),
                        join(section.seen(), sentence -> "<p>" + escape(sentence) + "</p>\n"),
                        join(section.figures(), Page::html));
    }

    private static String html(Figure figure) {
        String title = escape(figure.title());
        if (figure.rows().isEmpty()) {
            return "<p class=\"none\">" + title + ": nothing to show.</p>\n";
        }
        String plot = """
                <div class="plot" role="img" id="plot-%s" aria-label="Plot: %s. The numbers are in the table below."></div>
                """.formatted(figure.id(), title);
        return """
                <figure>
                <h3>%s</h3>
                %s<summary>Table</summary><div class="wide" tabindex="0"><table>
                <caption>%s</caption>
                <thead><tr>%s</tr></thead>
                <tbody>
                %s</tbody></table></div></details>
                </figure>
                """.formatted(
                        title,
                        figure.isDrawn() ? plot + "<details>" : "<details open>",
                        title,
                        join(figure.columns(), column -> "<th scope=\"col\">" + escape(column.name()) + "</th>"),
                        join(figure.rows(), row -> html(figure, row)));
    }

    private static String html(Figure figure, List<Object> row) {
        StringBuilder cells = new StringBuilder();
        for (int c = 0; c < row.size(); c++) {
            String cell = escape(cell(row.get(c), figure.columns().get(c).unit()));
            cells.append(c == 0 ? "<th scope=\"row\">" + cell + "</th>" : "<td>" + cell + "</td>");
        }
        return "<tr>" + cells + "</tr>\n";
    }

    private static <T> String join(List<T> parts, Function<T, String> html) {
        return parts.stream().map(html).collect(Collectors.joining());
    }

    private static String cell(Object value, Figure.Unit unit) {
        if (!(value instanceof Number number)) {
            return value.toString();
        }
        return switch (unit) {
            case SHARE -> Words.percent(number.doubleValue());
            case COUNT -> Words.count(number.doubleValue());
            case NUMBER, TEXT -> String.format(Locale.ROOT, "%,.2f", number.doubleValue());
        };
    }

    private static String json(List<Section> sections) {
        List<Figure> drawn = sections.stream()
                .flatMap(section -> section.figures().stream())
                .filter(Figure::isDrawn)
                .toList();
        byte[] json = new JsonFields().putAll("plots", drawn, Page::plot).toBytes();
        // Only these could end a script element; JSON can escape any character.
        return new String(json, StandardCharsets.UTF_8)
                .replace("<", "\\u003c")
                .replace(">", "\\u003e")
                .replace("&", "\\u0026");
    }

    private static JsonFields plot(Figure figure) {
        return new JsonFields()
                .put("id", figure.id())
                .put("kind", lowerCase(figure.kind()))
                .put(
                        "columns",
                        figure.columns().stream().map(Figure.Column::name).toList())
                .put(
                        "units",
                        figure.columns().stream()
                                .map(column -> lowerCase(column.unit()))
                                .toList())
                .put("rows", figure.rows());
    }

    private static String lowerCase(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** Escapes text for HTML elements and quoted attributes. */
    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    private static String script(String name) throws IOException {
        String script = resource(name);
        if (script.toLowerCase(Locale.ROOT).contains("</script")) {
            throw new IllegalStateException(name + " holds the end of a script element, so it cannot stand in a page");
        }
        return script;
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = Page.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("no resource " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
