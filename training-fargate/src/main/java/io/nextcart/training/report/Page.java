package io.nextcart.training.report;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Writes sections as one HTML page: texts and tables stand in it as they are, plots are drawn from the same tables. */
final class Page {
    private static final String WEBJAR = "/META-INF/resources/webjars/echarts/5.3.1/";

    private Page() {}

    static String html(String title, List<Section> sections) throws IOException {
        StringBuilder html = new StringBuilder(1 << 21);
        html.append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
                // Nothing but this file: a script in it that asks for more is refused by the browser.
                .append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src"
                        + " 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:\">\n")
                .append("<title>")
                .append(escape(title))
                .append("</title>\n<style>\n")
                .append(resource("report.css"))
                .append("</style>\n</head>\n<body>\n<header><h1>")
                .append(escape(title))
                .append("</h1></header>\n<nav aria-label=\"Parts of the report\"><ol>\n");
        for (Section section : sections) {
            html.append("<li><a href=\"#").append(section.id()).append("\">");
            html.append(escape(section.title())).append("</a></li>\n");
        }
        html.append("</ol></nav>\n<main>\n");
        int number = 0;
        for (Section section : sections) {
            write(html, ++number, section);
        }
        html.append("</main>\n<footer><details><summary>Licences of what draws the plots</summary><pre>")
                .append(escape(resource(WEBJAR + "NOTICE")))
                .append('\n')
                .append(escape(resource(WEBJAR + "LICENSE")))
                .append('\n')
                .append(escape(resource(WEBJAR + "licenses/LICENSE-d3")))
                .append("</pre></details></footer>\n<script type=\"application/json\" id=\"report-data\">")
                .append(json(sections))
                .append("</script>\n<script>\n")
                .append(script(WEBJAR + "dist/echarts.min.js"))
                .append("\n</script>\n<script>\n")
                .append(script("report.js"))
                .append("</script>\n</body>\n</html>\n");
        return html.toString();
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
                continue;
            }
            write(html, figure);
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

    private static String json(List<Section> sections) throws IOException {
        List<Object> plots = new ArrayList<>();
        for (Section section : sections) {
            for (Figure figure : section.figures()) {
                if (figure.isDrawn()) {
                    Map<String, Object> plot = new LinkedHashMap<>();
                    plot.put("id", figure.id());
                    plot.put("kind", figure.kind().name().toLowerCase(Locale.ROOT));
                    plot.put(
                            "columns",
                            figure.columns().stream().map(Figure.Column::name).toList());
                    plot.put(
                            "units",
                            figure.columns().stream()
                                    .map(column -> column.unit().name().toLowerCase(Locale.ROOT))
                                    .toList());
                    plot.put("rows", figure.rows());
                    plots.add(plot);
                }
            }
        }
        // Within a script element only these could end it; JSON may write every character by its number.
        return JSON.std
                .asString(plots)
                .replace("<", "\\u003c")
                .replace(">", "\\u003e")
                .replace("&", "\\u0026");
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
