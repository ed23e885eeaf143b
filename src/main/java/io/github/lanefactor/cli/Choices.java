package io.github.lanefactor.cli;

import io.github.lanefactor.ratings.InputException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Options that take one of a few names. */
final class Choices {
  private Choices() {}

  /** The constant for a name such as {@code gauss-newton}, which Java writes GAUSS_NEWTON. */
  static <E extends Enum<E>> E of(Class<E> type, String what, String name) {
    List<String> names =
        Arrays.stream(type.getEnumConstants())
            .map(constant -> constant.name().toLowerCase(Locale.ROOT).replace('_', '-'))
            .toList();
    int index = names.indexOf(name.toLowerCase(Locale.ROOT));
    if (index < 0) {
      throw new InputException(
          "expected %s %s, found %s".formatted(what, String.join(" or ", names), name));
    }
    return type.getEnumConstants()[index];
  }
}
