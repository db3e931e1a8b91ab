package io.github.convexheads.bench.explain;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A page under construction: well-formed HTML whose figures, styles and script are inside it, for
 * any width of screen and for paper, light or dark as the reader's device prefers. It says the same
 * where scripts are forbidden.
 */
final class Page {
  private final StringBuilder body = new StringBuilder();
  private final List<String> titles = new ArrayList<>();

  /** Starts a figure or table with the sentence that says what it shows. */
  Page section(String title, String sentence) {
    titles.add(title);
    body.append("<section id=\"").append(anchor(title)).append("\"><h2>");
    body.append(escape(title)).append("</h2>\n<p class=\"says\">");
    body.append(escape(sentence)).append("</p>\n");
    return this;
  }

  /** The name by which links find a section. */
  private static String anchor(String title) {
    return title
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^\\p{L}\\p{N}]+", "-")
        .replaceAll("^-|-$", "");
  }

  Page end() {
    body.append("</section>\n");
    return this;
  }

  /** Appends markup. */
  Page raw(String markup) {
    body.append(markup).append('\n');
    return this;
  }

  Page paragraph(String text) {
    return raw("<p>" + escape(text) + "</p>");
  }

  /** Returns the whole page; what comes before the sections is markup. */
  String html(String title, String head) {
    StringBuilder html = new StringBuilder();
    html.append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"/>\n");
    html.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n");
    html.append("<link rel=\"icon\" href=\"data:,\"/>\n");
    html.append("<title>").append(escape(title)).append("</title>\n<style>\n");
    html.append(resource("report.css")).append("</style></head>\n<body>\n<h1>");
    html.append(escape(title)).append("</h1>\n").append(head).append(contents()).append(body);
    html.append("<script>//<![CDATA[\n").append(resource("report.js"));
    return html.append("//]]></script>\n</body></html>\n").toString();
  }

  private String contents() {
    StringBuilder nav = new StringBuilder("<nav>");
    for (String title : titles) {
      nav.append("<a href=\"#").append(anchor(title)).append("\">");
      nav.append(escape(title)).append("</a> ");
    }
    return nav.append("</nav>\n").toString();
  }

  private static String resource(String name) {
    try (InputStream stream = Page.class.getResourceAsStream(name)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("a resource of the program can always be read", e);
    }
  }

  static String escape(String text) {
    StringBuilder safe = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                default -> safe.appendCodePoint(allowed(c) ? c : ' ');
              }
            });
    return safe.toString();
  }

  /** Whether XML may hold a character (XML 1.0, production 2). */
  private static boolean allowed(int c) {
    return c == '\t'
        || c == '\n'
        || (c >= ' ' && c < 0xd800)
        || (c > 0xdfff && c < 0xfffe)
        || c > 0xffff;
  }

  static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
