package io.github.lanefactor.explore;

import io.github.lanefactor.support.OutputFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The page as one file. Each module becomes a function that returns what it exports, in an order in
 * which each stands behind those that it imports; a browser loads no modules from a file.
 */
public final class SinglePage {
  /** The modules; local stands in for source. */
  private static final List<String> MODULES =
      List.of(
          "dom",
          "cholesky",
          "scoring",
          "fold",
          "seed",
          "search",
          "local",
          "state",
          "stars",
          "films",
          "lists",
          "users",
          "sliders",
          "points",
          "map",
          "model",
          "main");

  private static final Pattern IMPORT =
      Pattern.compile("(?m)^import \\{([^}]*)\\} from '\\./([\\w-]+)\\.js';$");
  private static final Pattern EXPORT =
      Pattern.compile("(?m)^export ((?:async )?(?:function|const|class) (\\w+))");

  private SinglePage() {}

  /**
   * Writes the page of a model as one file that needs no server. Waits for the map.
   *
   * @throws java.io.UncheckedIOException if the file cannot be written
   */
  public static void write(Explorer explorer, Path file) {
    String page = of(SiteData.of(explorer));
    OutputFile.write(file, temporary -> Files.writeString(temporary, page));
  }

  /**
   * Puts the page together.
   *
   * @param data JSON that is safe inside of HTML
   */
  private static String of(String data) {
    String style = "\n" + text("style.css");
    StringBuilder script = new StringBuilder("\n'use strict';\n");
    for (String name : MODULES) {
      script.append(module(name));
    }
    String icon =
        "data:image/svg+xml;base64,"
            + Base64.getEncoder().encodeToString(PageFiles.read("icon.svg"));
    String policy =
        "default-src 'none'; script-src 'sha256-%s'; style-src 'sha256-%s'; img-src data:; base-uri 'none'; form-action 'none'"
            .formatted(hash(script.toString()), hash(style));
    return text("index.html")
        .replace(
            "<meta charset=\"utf-8\">",
            "<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" content=\""
                + policy
                + "\">")
        .replace("href=\"icon.svg\"", "href=\"" + icon + "\"")
        .replace("<link rel=\"stylesheet\" href=\"style.css\">", "<style>" + style + "</style>")
        .replace("<script type=\"module\" src=\"main.js\"></script>\n", "")
        .replace(
            "</body>",
            "<script type=\"application/json\" id=\"site\">"
                + data
                + "</script>\n<script>"
                + script
                + "</script>\n</body>");
  }

  private static String module(String name) {
    String text = text(name + ".js");
    List<String> exported = new ArrayList<>();
    Matcher exports = EXPORT.matcher(text);
    while (exports.find()) {
      exported.add(exports.group(2));
    }
    String body = EXPORT.matcher(text).replaceAll("$1");
    body =
        IMPORT
            .matcher(body)
            .replaceAll(found -> "const {" + found.group(1) + "} = from_" + found.group(2) + ";");
    String as = name.equals("local") ? "source" : name;
    return "const from_%s = (() => {\n%s\nreturn {%s};\n})();\n"
        .formatted(as, body, String.join(", ", exported));
  }

  private static String text(String name) {
    return new String(PageFiles.read(name), StandardCharsets.UTF_8);
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has it
    }
  }
}
