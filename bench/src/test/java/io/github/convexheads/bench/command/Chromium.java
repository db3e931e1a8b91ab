package io.github.convexheads.bench.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A page in a browser without a window, driven by the protocol of its developer tools. */
final class Chromium implements AutoCloseable {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome");
  private static final Pattern LISTENING = Pattern.compile("ws://127\\.0\\.0\\.1:(\\d+)/");
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final long PATIENCE_SECONDS = 60;

  private final Process process;
  private final WebSocket socket;
  private final AtomicInteger last = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
  private final List<JsonNode> events = new CopyOnWriteArrayList<>();
  private volatile CompletableFuture<Void> loaded = new CompletableFuture<>();

  private Chromium(Process process, int port) throws Exception {
    this.process = process;
    HttpClient client = HttpClient.newHttpClient();
    URI fresh = URI.create("http://127.0.0.1:" + port + "/json/new?about:blank");
    String page =
        client
            .send(
                HttpRequest.newBuilder(fresh).PUT(HttpRequest.BodyPublishers.noBody()).build(),
                HttpResponse.BodyHandlers.ofString())
            .body();
    URI address = URI.create(MAPPER.readTree(page).get("webSocketDebuggerUrl").asText());
    this.socket = client.newWebSocketBuilder().buildAsync(address, new Heard()).get();
    for (String domain : List.of("Page", "Runtime", "Log", "Network", "DOM")) {
      call(domain + ".enable");
    }
  }

  /** Returns the program, if there is one on the path. */
  static Optional<Path> program() {
    for (String folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
      for (String name : NAMES) {
        Path file = Path.of(folder.isEmpty() ? "." : folder, name);
        if (Files.isExecutable(file)) {
          return Optional.of(file);
        }
      }
    }
    return Optional.empty();
  }

  /** Starts the program with a profile of its own. */
  static Chromium start(Path program, Path profile) throws Exception {
    Process process =
        new ProcessBuilder(
                program.toString(),
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--hide-scrollbars",
                "--no-first-run",
                "--remote-debugging-port=0",
                "--remote-allow-origins=*",
                "--user-data-dir=" + profile,
                "about:blank")
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    BufferedReader err = process.errorReader(StandardCharsets.UTF_8);
    for (String line = err.readLine(); line != null; line = err.readLine()) {
      Matcher found = LISTENING.matcher(line);
      if (found.find()) {
        Thread drain = new Thread(() -> err.lines().forEach(more -> {}), "chromium");
        drain.setDaemon(true);
        drain.start();
        return new Chromium(process, Integer.parseInt(found.group(1)));
      }
    }
    throw new IOException(program + " ended without a port for developer tools");
  }

  /** Takes messages apart: answers, and events. */
  private final class Heard implements WebSocket.Listener {
    private final StringBuilder message = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean end) {
      message.append(part);
      if (end) {
        take(message.toString());
        message.setLength(0);
      }
      from.request(1);
      return null;
    }

    private void take(String text) {
      try {
        JsonNode json = MAPPER.readTree(text);
        if (json.has("id")) {
          waiting.remove(json.get("id").asInt()).complete(json);
        } else {
          events.add(json);
          if (json.path("method").asText().equals("Page.loadEventFired")) {
            loaded.complete(null);
          }
        }
      } catch (IOException e) {
        throw new IllegalStateException("no JSON: " + text, e);
      }
    }
  }

  /** Calls a method with alternating names and values. */
  JsonNode call(String method, Object... parameters) {
    ObjectNode message = MAPPER.createObjectNode();
    int id = last.incrementAndGet();
    message.put("id", id).put("method", method);
    ObjectNode values = message.putObject("params");
    for (int i = 0; i < parameters.length; i += 2) {
      values.set((String) parameters[i], MAPPER.valueToTree(parameters[i + 1]));
    }
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    waiting.put(id, answer);
    socket.sendText(message.toString(), true).join();
    JsonNode found = answer.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    if (found.has("error")) {
      throw new IllegalStateException(method + ": " + found.get("error"));
    }
    return found.get("result");
  }

  void open(Path file) {
    loaded = new CompletableFuture<>();
    events.clear();
    call("Page.navigate", "url", file.toUri().toString());
    loaded.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
  }

  /** Shows pages as on a screen of this width, or on one that prefers dark colours, or on paper. */
  void screen(int width, boolean phone, boolean dark, String medium) {
    call(
        "Emulation.setDeviceMetricsOverride",
        "width",
        width,
        "height",
        900,
        "deviceScaleFactor",
        1,
        "mobile",
        phone);
    Map<String, String> scheme =
        Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light");
    call("Emulation.setEmulatedMedia", "media", medium, "features", List.of(scheme));
  }

  /** Returns the value of an expression. */
  JsonNode evaluate(String expression) {
    JsonNode found =
        call(
            "Runtime.evaluate",
            "expression",
            expression,
            "returnByValue",
            true,
            "awaitPromise",
            true);
    if (found.has("exceptionDetails")) {
      throw new IllegalStateException(expression + ": " + found.get("exceptionDetails"));
    }
    return found.get("result").path("value");
  }

  /** Returns x, y, width and height of an element within the page. */
  JsonNode box(String element) {
    return evaluate(
        "(() => { const b = ("
            + element
            + ").getBoundingClientRect(); return {x: b.x + scrollX, y: b.y + scrollY,"
            + " width: b.width, height: b.height}; })()");
  }

  /** Moves the pointer to the middle of an element, and presses it if asked to. */
  void point(String element, boolean press) {
    evaluate("(" + element + ").scrollIntoView({block: 'center', inline: 'center'})");
    JsonNode box = box(element);
    double x = box.get("x").asDouble() + box.get("width").asDouble() / 2;
    double y = box.get("y").asDouble() + box.get("height").asDouble() / 2;
    x -= evaluate("scrollX").asDouble();
    y -= evaluate("scrollY").asDouble();
    for (String type :
        press ? List.of("mouseMoved", "mousePressed", "mouseReleased") : List.of("mouseMoved")) {
      call(
          "Input.dispatchMouseEvent",
          "type",
          type,
          "x",
          x,
          "y",
          y,
          "button",
          press ? "left" : "none",
          "clickCount",
          press ? 1 : 0);
    }
  }

  /** Writes a picture of an element as PNG. */
  void picture(String element, Path file) throws IOException {
    JsonNode box = box(element);
    ObjectNode clip = (ObjectNode) box;
    clip.put("scale", 1);
    String data =
        call("Page.captureScreenshot", "format", "png", "clip", clip, "captureBeyondViewport", true)
            .get("data")
            .asText();
    Files.write(file, Base64.getDecoder().decode(data));
  }

  /** Returns what the page complained of. */
  List<String> complaints() {
    return events.stream()
        .filter(
            e ->
                e.path("method").asText().matches("Runtime.exceptionThrown|Log.entryAdded")
                    || (e.path("method").asText().equals("Runtime.consoleAPICalled")
                        && e.path("params").path("type").asText().matches("error|warning|assert")))
        .map(JsonNode::toString)
        .toList();
  }

  /** Returns the addresses that the page asked for. */
  List<String> asked() {
    return events.stream()
        .filter(e -> e.path("method").asText().equals("Network.requestWillBeSent"))
        .map(e -> e.path("params").path("request").path("url").asText())
        .toList();
  }

  @Override
  public void close() {
    socket.abort();
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    process.onExit().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
  }
}
