// Folding in and explanations, as recommend/FoldIn and recommend/Explainer have them in Java.
import {Cholesky, addOuterProduct, addToDiagonal, lowerTriangle, trace} from './cholesky.js';
import {sigmoid, top} from './scoring.js';

const DAMPING = 0.05;
const LEAST_DAMPING = 1e-6;
const STEPS = 25;
const CLOSE = 0.6;
const LITTLE = 4;
const MANY = 5_000;
const CLOSE_IF_CHEAP = 0.1;
const SAMPLE = 256;
const {fround} = Math;

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
  constructor(m, scoring) {
    this.m = m;
    this.scoring = scoring;
    this.rule = new Rule(m);
    this.dense = m.missingWeight > 0;
    const {k} = m;
    let bias = 0;
    for (let user = 0; user < m.users; user++) {
      bias += fround(m.bu[user] / m.users);
    }
    // Where everybody starts, and with features of users also what L2 pulls to.
    this.origin = m.usual ?? new Float32Array(k + 1);
    if (m.usual === null) this.origin[k] = bias;
    this.shape = lowerTriangle(k + 1);
    if (this.dense) {
      const column = this.columns();
      const total = column.reduce((sum, c) => sum + c, 0);
      const phi = new Float64Array(k + 1);
      phi[k] = 1;
      for (let i = 0; i < m.items && total > 0; i++) {
        for (let l = 0; l < k; l++) phi[l] = m.M[i * k + l];
        addOuterProduct(this.shape, column[i] / total, phi);
      }
      this.start = scoring.emptyRow(this.origin.subarray(0, k), this.origin[k]);
    }
  }

  /** Σσ'² by item, over some users. */
  columns() {
    const {m} = this;
    const column = new Float64Array(m.items);
    const sample = Math.min(m.users, SAMPLE);
    for (let s = 0; s < sample; s++) {
      const user = Math.floor(m.users * s / sample);
      const scores = this.scoring.all(m.U.subarray(user * m.k, (user + 1) * m.k), m.bu[user]);
      for (let i = 0; i < m.items; i++) {
        const sigma = sigmoid(scores[i]);
        const slope = sigma * (1 - sigma);
        column[i] += slope * slope;
      }
    }
    return column;
  }

  /** Fills u with the factors and returns the bias. */
  fold(rated, values, u) {
    const {k} = this.m;
    const {rho, ofBias} = ridge(this.m, this.rule, values);
    const work = {
      g: null, // the gradient, which becomes the step
      h: null, // the Hessian
      missing: new Float64Array(k + 1), // the gradient of the cells without a rating
      taken: new Float64Array(k + 1), // what the last step took away
    };
    let bias = this.origin[k];
    u.set(this.origin.subarray(0, k));
    const pull = this.m.usual ?? new Float32Array(k + 1);
    for (let step = 0; step < STEPS; step++) {
      work.h = lowerTriangle(k + 1);
      work.g = new Float64Array(k + 1);
      const change = work.missing.map(x => -x);
      let curvature = 0;
      if (this.dense) {
        const sums = step === 0 ? this.start : this.scoring.emptyRow(u, bias);
        work.missing = sums.slice(0, k + 1);
        curvature = sums[k + 1];
      }
      for (let r = 0; r < rated.length; r++) {
        curvature -= this.observe(rated[r], values[r], u, bias, work);
      }
      if (this.dense) {
        this.addMissing(Math.max(0, curvature), change, step > 0, work);
      }
      const {g, h, taken} = work;
      for (let a = 0; a <= k; a++) {
        const weight = a < k ? rho : ofBias;
        g[a] += weight * ((a < k ? u[a] : bias) - pull[a]);
        h[a][a] += weight;
      }
      addToDiagonal(h, DAMPING * trace(h) / (k + 1) + LEAST_DAMPING);
      const gradient = g.slice();
      new Cholesky(h).solve(g);
      let square = 0;
      let gain = 0;
      for (let a = 0; a <= k; a++) {
        square += g[a] * g[a];
        gain += gradient[a] * g[a];
      }
      const length = Math.sqrt(square);
      const scale = length > 1 ? 1 / length : 1;
      for (let l = 0; l <= k; l++) taken[l] = scale * g[l];
      for (let l = 0; l < k; l++) u[l] -= fround(taken[l]);
      bias = fround(bias - fround(taken[k]));
      const share = Math.min(1, this.m.items / MANY);
      const done = this.dense ? length < CLOSE * share && gain < LITTLE * share
        : length < CLOSE_IF_CHEAP;
      if (done) break;
    }
    return bias;
  }

  /** Adds a rated cell, in the place of an empty one; returns that one's curvature. */
  observe(item, rating, u, bias, {g, h, missing}) {
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
    for (let l = 0; l <= k; l++) {
      g[l] += slope * weight * (sigma - target) * phi[l];
      missing[l] -= slope * m.missingWeight * sigma * phi[l];
    }
    addOuterProduct(h, weight * slope * slope, phi);
    return m.missingWeight * slope * slope;
  }

  /** Adds the cells without a rating, whose curvature is r, corrected by what a step has changed. */
  addMissing(r, change, corrected, {g, h, missing, taken}) {
    const size = g.length;
    const expected = new Float64Array(size);
    let along = 0;
    let changed = 0;
    for (let a = 0; a < size; a++) {
      for (let b = 0; b <= a; b++) {
        const x = r * this.shape[a][b];
        h[a][b] += x;
        expected[a] -= x * taken[b];
        expected[b] -= a === b ? 0 : x * taken[a];
      }
      g[a] += missing[a];
      change[a] += missing[a];
    }
    for (let a = 0; a < size; a++) {
      along -= expected[a] * taken[a];
      changed -= change[a] * taken[a];
    }
    if (corrected && along > 0 && changed > 0) {
      addOuterProduct(h, 1 / changed, change);
      addOuterProduct(h, -1 / along, expected);
    }
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
