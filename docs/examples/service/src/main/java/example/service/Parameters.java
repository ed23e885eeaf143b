package example.service;

import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The parameters of a URL. An unknown one is refused: a slip must not change a list in silence. */
final class Parameters {
  private final Map<String, List<String>> given;

  private Parameters(Map<String, List<String>> given) {
    this.given = given;
  }

  /**
   * The parameters of a request.
   *
   * @param known those that it may have
   */
  static Parameters of(Context ctx, String... known) {
    Map<String, List<String>> given;
    try {
      given = ctx.queryParamMap();
    } catch (IllegalArgumentException e) {
      throw bad("expected parameters in percent encoding");
    }
    for (String name : given.keySet()) {
      if (!Set.of(known).contains(name)) {
        throw bad(
            "expected parameters of %s, found \"%s\""
                .formatted(String.join(", ", new TreeSet<>(Set.of(known))), name));
      }
    }
    return new Parameters(given);
  }

  /** All values of a parameter. */
  List<String> all(String name) {
    return given.getOrDefault(name, List.of());
  }

  /** The value of a parameter, or null. */
  String text(String name) {
    List<String> values = all(name);
    if (values.size() > 1) {
      throw bad("expected one parameter \"%s\", found %d".formatted(name, values.size()));
    }
    return values.isEmpty() ? null : values.get(0);
  }

  /** The value of a parameter that must be there. */
  String required(String name) {
    String value = text(name);
    if (value == null || value.isEmpty()) {
      throw bad("expected a parameter \"%s\"".formatted(name));
    }
    return value;
  }

  Integer integer(String name) {
    try {
      return text(name) == null ? null : Integer.valueOf(text(name));
    } catch (NumberFormatException e) {
      throw bad("expected an integer as %s, found \"%s\"".formatted(name, text(name)));
    }
  }

  Double number(String name) {
    try {
      return text(name) == null ? null : Double.valueOf(text(name));
    } catch (NumberFormatException e) {
      throw bad("expected a number as %s, found \"%s\"".formatted(name, text(name)));
    }
  }

  Boolean flag(String name) {
    String value = text(name);
    if (value != null && !value.equals("true") && !value.equals("false")) {
      throw bad("expected true or false as %s, found \"%s\"".formatted(name, value));
    }
    return value == null ? null : Boolean.valueOf(value);
  }

  private static HttpResponseException bad(String detail) {
    return new HttpResponseException(400, detail);
  }
}
