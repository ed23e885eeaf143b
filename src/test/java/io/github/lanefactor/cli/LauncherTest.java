package io.github.lanefactor.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The rules of the launcher by which the compiler goes. */
class LauncherTest {
  private static final Pattern RULE =
      Pattern.compile("io\\.github\\.lanefactor\\.[\\w.]*\\w(\\.\\*|\\*)?(?=,|::)");

  /** A class that moves or is renamed would lose its rule in silence. */
  @Test
  void everyRuleIsOfAClassThatExists() throws IOException {
    List<String> classes =
        new ClassFileImporter()
            .importUrl(Main.class.getProtectionDomain().getCodeSource().getLocation()).stream()
                .map(JavaClass::getName)
                .toList();
    List<String> rules =
        RULE.matcher(Files.readString(Path.of("lanefactor")))
            .results()
            .map(MatchResult::group)
            .toList();
    assertTrue(rules.size() > 10, rules.toString());
    for (String rule : rules) {
      Pattern pattern = Pattern.compile(rule.replace(".", "\\.").replace("*", ".*"));
      assertTrue(classes.stream().anyMatch(pattern.asMatchPredicate()), rule);
    }
  }
}
