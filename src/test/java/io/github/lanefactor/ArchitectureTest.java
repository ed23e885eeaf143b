package io.github.lanefactor;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which package may know which, and which library. */
class ArchitectureTest {
  private static final String ROOT = "io.github.lanefactor";
  private static final String SOLVER = ROOT + ".solver";
  private static final String KERNEL = ROOT + ".kernel";
  private static final String DATA = ROOT + ".data";
  private static final String EVAL = ROOT + ".eval";
  private static final String CLI = ROOT + ".cli";
  private static final String VECTOR_API = "jdk.incubator.vector..";
  private static final String[] FILE_LIBRARIES = {
    "org.apache.commons.csv..", "io.jhdf..", "org.knowm.xchart..", "java.awt.."
  };

  /** The project's own classes, from where they were compiled to. */
  private static final JavaClasses OURS =
      new ClassFileImporter()
          .importUrl(FactorModel.class.getProtectionDomain().getCodeSource().getLocation());

  private static final Set<String> JAVA_BASE =
      ModuleLayer.boot().findModule("java.base").orElseThrow().getPackages();

  @Test
  void allPackagesAreThere() {
    for (String name : new String[] {ROOT, SOLVER, KERNEL, DATA, EVAL, CLI}) {
      assertTrue(OURS.stream().anyMatch(resideInAPackage(name)), name);
    }
  }

  @Test
  void onlyTheKernelKnowsTheVectorApi() {
    noClasses()
        .that(not(resideInAPackage(KERNEL)))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(VECTOR_API)
        .check(OURS);
  }

  /** Vector code is loaded where the module may be missing: only classes named so refer to it. */
  @Test
  void onlyVectorClassesOfTheKernelKnowTheVectorApi() {
    noClasses()
        .that()
        .haveSimpleNameNotStartingWith("Vector")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(VECTOR_API)
        .check(OURS);
  }

  @Test
  void theCoreNeedsNothingButJavaBase() {
    DescribedPredicate<JavaClass> allowed =
        describe(
            "are the project's own or in java.base",
            type -> {
              String name = type.getBaseComponentType().getPackageName();
              return name.startsWith(ROOT) || JAVA_BASE.contains(name) || type.isPrimitive();
            });
    classes()
        .that(resideInAnyPackage(ROOT, SOLVER, EVAL))
        .should()
        .onlyDependOnClassesThat(allowed)
        .check(OURS);
    classes()
        .that(resideInAPackage(KERNEL))
        .should()
        .onlyDependOnClassesThat(allowed.or(resideInAPackage(VECTOR_API)))
        .check(OURS);
  }

  @Test
  void dependenciesPointOneWay() {
    onlyKnows(KERNEL);
    onlyKnows(SOLVER, KERNEL);
    onlyKnows(ROOT, SOLVER, KERNEL);
    onlyKnows(DATA, ROOT);
    onlyKnows(EVAL, ROOT);
    onlyKnows(CLI, ROOT, DATA, EVAL);
  }

  /** The package knows itself and these; what is not ours is another matter. */
  private static void onlyKnows(String which, String... others) {
    DescribedPredicate<JavaClass> foreign =
        not(resideInAPackage(which)).and(not(resideInAnyPackage(others)));
    noClasses()
        .that(resideInAPackage(which))
        .should()
        .dependOnClassesThat(foreign.and(resideInAPackage(ROOT + "..")))
        .check(OURS);
  }

  @Test
  void onlyTheCommandLineKnowsItsLibrary() {
    noClasses()
        .that(not(resideInAPackage(CLI)))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("picocli..")
        .check(OURS);
  }

  @Test
  void onlyDataKnowsTheLibrariesForFiles() {
    noClasses()
        .that(not(resideInAPackage(DATA)))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(FILE_LIBRARIES)
        .check(OURS);
  }
}
