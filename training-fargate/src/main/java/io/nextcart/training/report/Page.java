package io.nextcart.training.report;

import static java.util.Objects.requireNonNull;

import io.nextcart.store.document.JsonFields;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Writes sections as one HTML page: texts and tables stand in it as they are, plots are drawn from the same tables. */
final class Page {
    private static final String WEBJAR = "/META-INF/resources/webjars/echarts/5.3.1/";
    /** A place in {@code report.html} that is filled in. */
    private static final Pattern PART = Pattern.compile("\\$\\{(\\w+)}");

    private Page() {}

    static String html(String title, List<Section> sections) throws IOException {
        StringBuilder links = new StringBuilder();
        StringBuilder body = new StringBuilder();
        for (Section section : sections) {
            links.append("<li><a href=\"#").append(section.id()).append("\">");
            links.append(escape(section.title())).append("</a></li>\n");
            write(body, sections.indexOf(section) + 1, section);
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

    private static void write(StringBuilder html, int number, Section section) {
        html.append("<section id=\"").append(section.id()).append("\">\n<h2>");
        html.append(number).append(". ").append(escape(section.title())).append("</h2>\n");
        for (String sentence : section.seen()) {
            html.append("<p>").append(escape(sentence)).append("</p>\n");
        }
        for (Figure figure : section.figures()) {
            if (figure.rows().isEmpty()) {
                html.append("<p class=\"none\">").append(escape(figure.title())).append(": nothing to show.</p>\n");
            } else {
                write(html, figure);
            }
        }
        html.append("</section>\n");
    }

    private static void write(StringBuilder html, Figure figure) {
        html.append("<figure>\n<h3>").append(escape(figure.title())).append("</h3>\n");
        boolean drawn = figure.isDrawn();
        if (drawn) {
            html.append("<div class=\"plot\" role=\"img\" id=\"plot-")
                    .append(figure.id())
                    .append("\" aria-label=\"Plot: ")
                    .append(escape(figure.title()))
                    .append(". The numbers are in the table below.\"></div>\n");
        }
        html.append(drawn ? "<details>" : "<details open>");
        html.append("<summary>Table</summary><div class=\"wide\" tabindex=\"0\"><table>\n<caption>");
        html.append(escape(figure.title())).append("</caption>\n<thead><tr>");
        for (Figure.Column column : figure.columns()) {
            html.append("<th scope=\"col\">").append(escape(column.name())).append("</th>");
        }
        html.append("</tr></thead>\n<tbody>\n");
        for (List<Object> row : figure.rows()) {
            html.append("<tr>");
            for (int c = 0; c < row.size(); c++) {
                String cell = escape(cell(row.get(c), figure.columns().get(c).unit()));
                html.append(c == 0 ? "<th scope=\"row\">" : "<td>").append(cell).append(c == 0 ? "</th>" : "</td>");
            }
            html.append("</tr>\n");
        }
        html.append("</tbody></table></div></details>\n</figure>\n");
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
        // Within a script element only these could end it; JSON may write every character by its number.
        return new String(json, StandardCharsets.UTF_8)
                .replace("<", "\\u003c")
                .replace(">", "\\u003e")
                .replace("&", "\\u0026");
    }

    private static JsonFields plot(Figure figure) {
        return new JsonFields()
                .put("id", figure.id())
                .put("kind", figure.kind().name().toLowerCase(Locale.ROOT))
                .put(
                        "columns",
                        figure.columns().stream().map(Figure.Column::name).toList())
                .put("units", figure.columns().stream().map(Page::unit).toList())
                .put("rows", figure.rows());
    }

    private static String unit(Figure.Column column) {
        return column.unit().name().toLowerCase(Locale.ROOT);
    }

    /** Text as HTML shows it, in elements and in quoted attributes. */
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
