package io.github.lanefactor.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;

/** A command that was run in this process, with all it printed. */
record Run(int code, String out, String err) {
  static Run of(Object... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    String[] strings = Arrays.stream(args).map(Object::toString).toArray(String[]::new);
    int code = Main.run(new PrintWriter(out), new PrintWriter(err), strings);
    return new Run(code, out.toString(), err.toString());
  }

  /** Runs a command that must go well. */
  static Run ok(Object... args) {
    Run run = of(args);
    assertEquals(0, run.code, run.err);
    return run;
  }

  List<String> lines() {
    return out.lines().toList();
  }

  JsonElement json() {
    assertEquals(1, lines().size(), out);
    return JsonParser.parseString(out);
  }

  /** Nothing on standard output; on the other one line that says so, and perhaps a hint. */
  Run assertRefused(int expectedCode, String reason) {
    assertEquals(expectedCode, code, err);
    assertEquals("", out);
    assertTrue(err.startsWith("lanefactor: "), err);
    assertTrue(err.lines().findFirst().orElse("").contains(reason), err);
    assertTrue(err.lines().count() <= 2, err);
    assertFalse(err.contains("Exception"), err);
    return this;
  }
}
