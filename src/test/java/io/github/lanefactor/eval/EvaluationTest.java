package io.github.lanefactor.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

class EvaluationTest {
  private static Evaluation of(double ndcg, double users) {
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put("ndcg@10", ndcg);
    metrics.put("users", users);
    return new Evaluation(metrics);
  }

  @Test
  void keepsItsOrder() {
    Evaluation evaluation = of(0.5, 7).with("seconds", 1.5).and(of(0.25, 7).with("rmse", 2));
    assertEquals(
        List.of("ndcg@10", "users", "seconds", "rmse"), List.copyOf(evaluation.metrics().keySet()));
    assertEquals(0.25, evaluation.get("ndcg@10"));
  }

  @Test
  void isItsOwn() {
    Map<String, Double> metrics = new LinkedHashMap<>(Map.of("rmse", 1.0));
    Evaluation evaluation = new Evaluation(metrics);
    metrics.put("rmse", 2.0);
    assertEquals(1.0, evaluation.get("rmse"));
    Map<String, Double> own = evaluation.metrics();
    assertThrows(UnsupportedOperationException.class, () -> own.put("mae", 1.0));
    assertThrows(NoSuchElementException.class, () -> evaluation.get("mae"));
  }

  @Test
  void meanOfFolds() {
    Evaluation mean = Evaluation.mean(List.of(of(0.25, 6), of(0.5, 7), of(0.75, 8)));
    assertEquals(of(0.5, 7), mean);
    Evaluation other = of(1, 1).with("seconds", 1);
    assertThrows(IllegalArgumentException.class, () -> Evaluation.mean(List.of(of(0, 1), other)));
    assertThrows(IllegalArgumentException.class, () -> Evaluation.mean(List.of()));
  }
}
