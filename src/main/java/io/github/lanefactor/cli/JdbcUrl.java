package io.github.lanefactor.cli;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Shows the URL of a database, and what a driver says, without passwords. */
final class JdbcUrl {
  private static final String HIDDEN = "…";

  /** What stands before an at sign: a user, perhaps with a password. */
  private static final Pattern USER =
      Pattern.compile("^(jdbc:(?:\\w+:)*(?://)?)([^@?;]*)@", Pattern.CASE_INSENSITIVE);

  /** The value of a parameter whose name says that it is secret. */
  private static final Pattern SECRET =
      Pattern.compile(
          "(\\w*(?:pass|pwd|secret|token|key)\\w*=)([^?&;]*)", Pattern.CASE_INSENSITIVE);

  private JdbcUrl() {}

  /** The URL without user, password and parameters. */
  static String shown(String url) {
    return USER.matcher(url.replaceAll("[?;].*", "")).replaceFirst("$1");
  }

  /** A URL with its passwords hidden; anything else as it is. */
  static String hidden(String url) {
    if (!url.startsWith("jdbc:")) {
      return url;
    }
    return USER.matcher(SECRET.matcher(url).replaceAll("$1" + HIDDEN))
        .replaceFirst("$1" + HIDDEN + "@");
  }

  /**
   * A message in which the URL and its passwords are hidden.
   *
   * @param password a password that is not in the URL, or null
   */
  static String withoutSecrets(String message, String url, String password) {
    List<String> secrets = new ArrayList<>();
    if (password != null) {
      secrets.add(password);
    }
    Matcher secret = SECRET.matcher(url);
    while (secret.find()) {
      secrets.add(secret.group(2));
    }
    Matcher user = USER.matcher(url);
    if (user.find()) {
      String[] parts = user.group(2).split("[:/]", 2);
      secrets.add(parts.length > 1 ? parts[1] : "");
    }
    String safe = message.replace(url, shown(url));
    for (String s : secrets) {
      safe = hide(safe, s);
      safe = hide(safe, decoded(s));
    }
    return safe;
  }

  private static String hide(String message, String secret) {
    return secret.isEmpty() ? message : message.replace(secret, HIDDEN);
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }
}
