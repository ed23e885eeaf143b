// Folding in and explanations, as recommend/FoldIn and recommend/Explainer have them in Java.
import {Cholesky, addOuterProduct, addToDiagonal, lowerTriangle, trace} from './cholesky.js';
import {top} from './scoring.js';

const DAMPING = 0.1;
const LEAST_DAMPING = 1e-6;
const STEPS = 25;
const CLOSE = 0.4;
const SAMPLE = 256;
const {fround} = Math;

export function sigmoid(z) {
  return 1 / (1 + Math.exp(-z));
}

/** What the objective makes of a rating, as objective/CellRule has it. */
class Rule {
  constructor({objective, observedWeight, feedback, missingWeight, floor}) {
    Object.assign(this, {objective, observedWeight, feedback, missingWeight, floor});
    this.likedFrom = feedback.likedFrom ?? -Infinity;
  }

  onScale(rating) {
    return Math.max(this.feedback.lowest, Math.min(this.feedback.highest, rating));
  }

  strength(rating) {
    const value = this.onScale(rating);
    return this.feedback.values === 'counts' ? 1 + Math.log1p(value)
      : value - Math.min(0, this.feedback.lowest);
  }

  weight(rating) {
    if (this.objective === 'rating') return fround(this.observedWeight);
    if (!(rating >= this.likedFrom)) return fround(this.feedback.dislikedWeight);
    if (this.objective === 'scaled') return fround(this.observedWeight);
    const share = this.feedback.lowest === this.feedback.highest ? 1
      : this.strength(rating) / this.feedback.typical;
    return fround(this.observedWeight * Math.min(10, Math.max(0.1, share)));
  }

  target(rating, scale) {
    if (this.objective === 'ranking') return rating >= this.likedFrom ? 1 : 0;
    return scale > 0 ? fround(this.level(rating) / scale) : 0;
  }

  level(rating) {
    if (this.objective === 'rating') return fround(this.onScale(rating) - this.floor);
    if (!(rating >= this.likedFrom)) return 0;
    return this.feedback.values === 'counts' ? fround(this.strength(rating))
      : Math.max(0, this.onScale(rating));
  }

  counts(rating) {
    return this.objective === 'rating' || this.target(rating, 1) > 0;
  }
}

function ridge(m, rule, values) {
  let count = 0;
  for (const value of values) count += rule.counts(value) ? 1 : 0;
  const {users, userExponent, offset, biasShare} = m.growth;
  const rho = fround(users * Math.pow(count + offset, userExponent));
  return {rho, ofBias: rho * fround(biasShare)};
}

/** Finds the numbers of somebody new by damped Newton steps, given the items. */
export class Folding {
  constructor(m, panels) {
    this.m = m;
    this.panels = panels;
    this.rule = new Rule(m);
    this.dense = m.missingWeight > 0;
    const {k} = m;
    let bias = 0;
    for (let user = 0; user < m.users; user++) {
      bias += fround(m.bu[user] / m.users);
    }
    this.shape = lowerTriangle(k + 1);
    this.bias = fround(bias);
    this.start = new Float64Array(k + 2);
    if (this.dense) {
      const column = this.columns();
      const total = column.reduce((sum, c) => sum + c, 0);
      const phi = new Float64Array(k + 1);
      phi[k] = 1;
      for (let i = 0; i < m.items && total > 0; i++) {
        for (let l = 0; l < k; l++) phi[l] = m.M[i * k + l];
        addOuterProduct(this.shape, column[i] / total, phi);
      }
      this.start = panels.emptyRow(new Float32Array(k), fround(this.bias + m.bg));
    }
  }

  /** Σσ'² by item, over some users. */
  columns() {
    const {m, panels} = this;
    const column = new Float64Array(m.items);
    const scores = new Float32Array(64);
    const sample = Math.min(m.users, SAMPLE);
    for (let s = 0; s < sample; s++) {
      const user = Math.floor(m.users * s / sample);
      const u = m.U.subarray(user * m.k, (user + 1) * m.k);
      for (let panel = 0; panel < panels.panels; panel++) {
        panels.scores(panel, u, fround(m.bu[user] + m.bg), scores);
        for (let c = 0; c < 64 && panel * 64 + c < m.items; c++) {
          const sigma = sigmoid(scores[c]);
          const slope = sigma * (1 - sigma);
          column[panels.item[panel * 64 + c]] += slope * slope;
        }
      }
    }
    return column;
  }

  /** Fills u with the factors and returns the bias. */
  fold(rated, values, u) {
    const {k} = this.m;
    const {rho, ofBias} = ridge(this.m, this.rule, values);
    let {bias} = this;
    u.fill(0);
    for (let step = 0; step < STEPS; step++) {
      const h = lowerTriangle(k + 1);
      const g = new Float64Array(k + 1);
      let curvature = 0;
      if (this.dense) {
        const sums = step === 0 ? this.start : this.panels.emptyRow(u, fround(bias + this.m.bg));
        for (let l = 0; l <= k; l++) g[l] = sums[l];
        curvature = sums[k + 1];
      }
      for (let r = 0; r < rated.length; r++) {
        curvature -= this.observe(rated[r], values[r], u, bias, h, g);
      }
      const missing = this.dense ? Math.max(0, curvature) : 0;
      for (let a = 0; a <= k; a++) {
        const weight = a < k ? rho : ofBias;
        g[a] += weight * (a < k ? u[a] : bias);
        for (let b = 0; b <= a; b++) h[a][b] += missing * this.shape[a][b];
        h[a][a] += weight;
      }
      addToDiagonal(h, DAMPING * trace(h) / (k + 1) + LEAST_DAMPING);
      new Cholesky(h).solve(g);
      let square = 0;
      for (const x of g) square += x * x;
      const length = Math.sqrt(square);
      const scale = length > 1 ? 1 / length : 1;
      for (let l = 0; l < k; l++) u[l] -= fround(scale * g[l]);
      bias = fround(bias - fround(scale * g[k]));
      if (length < CLOSE) break;
    }
    return bias;
  }

  /** Adds a rated cell in the place of the empty one; returns the curvature that goes with that. */
  observe(item, rating, u, bias, h, g) {
    const {m, rule} = this;
    const {k} = m;
    const phi = new Float64Array(k + 1);
    phi[k] = 1;
    let z = bias + m.bm[item] + m.bg;
    for (let l = 0; l < k; l++) {
      phi[l] = m.M[item * k + l];
      z += phi[l] * u[l];
    }
    const sigma = sigmoid(z);
    const slope = sigma * (1 - sigma);
    const weight = rule.weight(rating);
    const target = rule.target(rating, m.scale[item]);
    const towards = slope * (weight * (sigma - target) - m.missingWeight * sigma);
    for (let l = 0; l <= k; l++) g[l] += towards * phi[l];
    addOuterProduct(h, weight * slope * slope, phi);
    return m.missingWeight * slope * slope;
  }
}

/** Which rated items speak for another one. */
export class Explaining {
  constructor(m, {rated, values, u, bias}) {
    this.m = m;
    this.rule = new Rule(m);
    const order = Array.from(rated, (_, r) => r).sort((a, b) => rated[a] - rated[b]);
    this.rated = order.map(r => rated[r]);
    this.values = order.map(r => values[r]);
    this.likedFrom = this.least();
    this.c = new Float64Array(this.rated.length);
    const {k} = m;
    const sums = lowerTriangle(k + 1);
    let next = 0;
    for (let i = 0; i < m.items; i++) {
      const isRated = this.rated[next] === i;
      if (isRated || m.missingWeight > 0) {
        const phi = this.phi(i);
        let personal = 0;
        for (let l = 0; l < k; l++) personal += u[l] * phi[l];
        personal += bias;
        const score = sigmoid(personal + m.bm[i] + m.bg);
        const slope = score * (1 - score);
        const weight = isRated ? this.rule.weight(this.values[next]) : m.missingWeight;
        addOuterProduct(sums, weight * slope * slope, phi);
        if (isRated) {
          const target = this.rule.target(this.values[next], m.scale[i]);
          this.c[next] = weight * slope * (target - score + slope * personal);
        }
      }
      next += isRated ? 1 : 0;
    }
    const {rho, ofBias} = ridge(m, this.rule, this.values);
    for (let l = 0; l <= k; l++) sums[l][l] += l === k ? ofBias : rho;
    const sum = trace(sums);
    addToDiagonal(sums, sum > 0 ? 1e-9 * sum / (k + 1) : 1);
    this.a = new Cholesky(sums);
  }

  /** Ratings of at least this much say that an item was liked. */
  least() {
    if (this.m.feedback.values === 'counts') return this.rule.likedFrom;
    const sum = this.values.reduce((total, value) => total + this.rule.onScale(value), 0);
    const mean = Math.min(sum / Math.max(1, this.values.length), this.m.mean);
    return Math.max(this.rule.likedFrom, mean);
  }

  phi(item) {
    const {k, M} = this.m;
    const phi = new Float64Array(k + 1);
    for (let l = 0; l < k; l++) phi[l] = M[item * k + l];
    phi[k] = 1;
    return phi;
  }

  because(item, n) {
    const solved = this.phi(item);
    solved[this.m.k] = 0;
    this.a.solve(solved);
    let total = 0;
    const terms = this.rated.map((i, r) => {
      const phi = this.phi(i);
      let dot = 0;
      for (let l = 0; l < phi.length; l++) dot += solved[l] * phi[l];
      return dot * this.c[r];
    });
    const speaks = r => terms[r] > 0 && this.rated[r] !== item && this.values[r] >= this.likedFrom;
    terms.forEach((term, r) => { total += speaks(r) ? term : 0; });
    return top(terms.length, n, r => terms[r], speaks)
        .map(({i, score}) => ({i: this.rated[i], share: score / total}));
  }
}
