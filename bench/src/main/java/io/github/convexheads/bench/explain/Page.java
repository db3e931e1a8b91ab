package io.github.convexheads.bench.explain;

import java.util.Locale;

/**
 * A page under construction: well-formed HTML whose figures and styles are inside it, for any width
 * of screen, light or dark as the reader's device prefers.
 */
final class Page {
  private static final String STYLE =
      """
      :root { color-scheme: light dark; --ground: #ffffff; --ink: #1b1f24; --soft: #59636e;
        --line: #d1d9e0; --card: #f6f8fa; --accent: #0969da; }
      @media (prefers-color-scheme: dark) { :root { --ground: #0d1117; --ink: #e6edf3;
        --soft: #9198a1; --line: #3d444d; --card: #151b23; --accent: #58a6ff; } }
      * { box-sizing: border-box; }
      body { margin: 0 auto; padding: 16px; max-width: 960px; background: var(--ground);
        color: var(--ink); font: 16px/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
      h1 { font-size: 1.5rem; line-height: 1.25; } h2 { font-size: 1.15rem; margin: 0 0 4px; }
      section { background: var(--card); border: 1px solid var(--line); border-radius: 8px;
        padding: 14px; margin: 16px 0; }
      p.says { margin: 0 0 10px; color: var(--soft); }
      td.n { white-space: nowrap; } td.self { font-weight: bold; }
      table.square td { text-align: center; padding: 3px 2px; min-width: 1.7em; }
      table.square th { padding: 3px 4px 3px 0; }
      table.square th.answer { writing-mode: vertical-rl; transform: rotate(180deg);
        padding: 4px 0; border: 0; }
      .key { display: flex; flex-wrap: wrap; gap: 2px 14px; margin: 6px 0 0; font-size: 0.85rem; }
      .pick input { position: absolute; opacity: 0; }
      .pick label { display: inline-block; margin: 0 6px 10px 0; padding: 2px 10px;
        border: 1px solid var(--line); border-radius: 12px; cursor: pointer; }
      .pick input:checked + label { background: var(--accent); color: var(--ground); }
      .pick input:focus-visible + label { outline: 2px solid var(--ink); }
      .pick .of { display: none; }
      #pick1:checked ~ .sample .of1, #pick2:checked ~ .sample .of2,
      #pick3:checked ~ .sample .of3, #pick4:checked ~ .sample .of4 { display: contents; }
      .wide { overflow-x: auto; } table { border-collapse: collapse; font-size: 0.9rem; }
      td, th { padding: 3px 10px 3px 0; text-align: left; border-bottom: 1px solid var(--line);
        font-variant-numeric: tabular-nums; overflow-wrap: normal; }
      svg { display: block; width: 100%; height: auto; max-width: 520px; color: var(--ink); }
      .figures { display: flex; flex-wrap: wrap; gap: 12px; }
      figure { margin: 0; flex: 1 1 150px; max-width: 260px; }
      figure.large { max-width: 520px; flex-basis: 280px; }
      figure img, figure svg { width: 100%; image-rendering: pixelated; border-radius: 4px;
        display: block; }
      figcaption { font-size: 0.8rem; color: var(--soft); }
      """;

  private final StringBuilder body = new StringBuilder();

  /** Starts a figure or table with the sentence that says what it shows. */
  Page section(String title, String sentence) {
    body.append("<section><h2>").append(escape(title)).append("</h2>\n<p class=\"says\">");
    body.append(escape(sentence)).append("</p>\n");
    return this;
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

  String html(String title) {
    return "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"/>\n"
        + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n<title>"
        + escape(title)
        + "</title>\n<style>\n"
        + STYLE
        + "</style></head>\n<body>\n<h1>"
        + escape(title)
        + "</h1>\n"
        + body
        + "</body></html>\n";
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
                default -> safe.appendCodePoint(c < 32 && c != '\n' && c != '\t' ? ' ' : c);
              }
            });
    return safe.toString();
  }

  static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
