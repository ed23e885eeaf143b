// What source.js asks the server for, computed in the page from the numbers of the model.
// The same formulas as in the Java library, in the same order and with floats where it has them,
// so that lists are the same; a test compares them.
import {Explaining, Folding} from './fold.js';
import {Cosines, Scoring, sigmoid, top} from './scoring.js';
import {TitleSearch} from './search.js';
import {SeedScores} from './seed.js';

/** The arrays that the file holds as text. */
function numbers(text, Kind) {
  const bytes = Uint8Array.from(atob(text), c => c.charCodeAt(0));
  return new Kind(bytes.buffer);
}

/** A value that is made when it is first asked for. */
function lazy(maker) {
  let value;
  return () => value ??= maker();
}

const site = JSON.parse(document.getElementById('site').textContent);
const {items, engine} = site;
const m = {
  ...engine,
  users: engine.userIds.length,
  items: items.id.length,
  bg: Math.fround(engine.bg), // floats, which JSON writes as decimals
  floor: Math.fround(engine.floor),
  feedback: {
    ...engine.feedback,
    lowest: Math.fround(engine.feedback.lowest),
    highest: Math.fround(engine.feedback.highest),
  },
  M: numbers(engine.M, Float32Array),
  bm: numbers(engine.bm, Float32Array),
  U: numbers(engine.U, Float32Array),
  bu: numbers(engine.bu, Float32Array),
  scale: numbers(engine.scale, Float32Array),
  start: numbers(engine.start, Int32Array),
  rated: numbers(engine.rated, Int32Array),
  values: numbers(engine.values, Float32Array),
  userCounts: numbers(engine.userCounts, Int32Array),
  usual: engine.usual === undefined ? null : numbers(engine.usual, Float32Array),
};
const numberOf = new Map(items.id.map((id, number) => [id, number]));
const userNumber = new Map(engine.userIds.map((id, number) => [id, number]));
const scoring = lazy(() => new Scoring(m));
const cosines = lazy(() => new Cosines(m, items.ratings));
const folding = lazy(() => new Folding(m, scoring()));
const search = lazy(() => new TitleSearch(items));
const seed = lazy(() => new SeedScores(m));

function unknown(kind, id) {
  return Object.assign(new Error(`no ${kind} has the id "${id}"`), {status: 404});
}

function item(id) {
  const number = numberOf.get(id);
  if (number === undefined) throw unknown('item', id);
  return number;
}

function user(id) {
  const number = userNumber.get(id);
  if (number === undefined) throw unknown('user', id);
  return number;
}

function described(number) {
  return {
    id: items.id[number],
    title: items.title[number],
    genres: items.genres[number].map(genre => items.genreNames[genre]),
    ...(items.year[number] ? {year: items.year[number]} : {}),
    ratings: items.ratings[number],
  };
}

function reference(number) {
  return {id: items.id[number], title: items.title[number]};
}

/** What somebody has rated: numbers of items and ratings, and their own numbers. */
function person(request) {
  if (request.user !== undefined) {
    const number = user(request.user);
    const from = m.history ? m.start[number] : 0;
    const to = m.history ? m.start[number + 1] : 0;
    return {
      rated: m.rated.subarray(from, to),
      values: m.values.subarray(from, to),
      u: m.U.subarray(number * m.k, (number + 1) * m.k),
      bias: m.bu[number],
      nothing: !m.seed && m.userCounts[number] === 0,
    };
  }
  const rated = Object.entries(request.ratings ?? {});
  const numbersRated = Int32Array.from(rated, ([id]) => item(id));
  const values = Float32Array.from(rated, ([, value]) => value);
  if (rated.length === 0) {
    return {rated: numbersRated, values, nothing: true};
  }
  const u = new Float32Array(m.k);
  const bias = folding().fold(numbersRated, values, u);
  return {rated: numbersRated, values, u, bias, nothing: false};
}

/** Whether a list may have an item. */
function accepts(request) {
  const genre = request.genre?.toLowerCase();
  const genres = items.genreNames.map(name => name.toLowerCase());
  const years = request.fromYear !== undefined || request.toYear !== undefined;
  return i => items.ratings[i] >= (request.minRatings ?? 0)
    && items.ratings[i] <= (request.maxRatings ?? Infinity)
    && (genre === undefined || items.genres[i].some(g => genres[g] === genre))
    && (!years || (items.year[i] !== 0 && items.year[i] >= (request.fromYear ?? -Infinity)
      && items.year[i] <= (request.toYear ?? Infinity)));
}

/** The score as people see it. */
function shown(i, rank) {
  if (m.seed) return rank;
  if (m.objective !== 'rating') return sigmoid(rank);
  const rating = Math.fround(sigmoid(Math.fround(rank)) * m.scale[i] + m.floor);
  return Math.min(m.feedback.highest, Math.max(m.feedback.lowest, rating));
}

function recommend(request) {
  if (request.user === undefined && Object.keys(request.ratings ?? {}).length > 0) folding();
  const start = performance.now();
  const who = person(request);
  const n = request.n ?? 10;
  const diversity = request.diversity ?? 0;
  let list = [];
  if (!who.nothing) {
    const excluded = new Set(who.rated);
    const fits = accepts(request);
    const scores = m.seed ? seed().all(who.u, who.bias) : scoring().all(who.u, who.bias);
    const wanted = Math.min(m.items, n * (diversity > 0 ? 10 : 1));
    list = top(m.items, wanted, i => scores[i], i => !excluded.has(i) && fits(i));
    if (diversity > 0) {
      list = diversified(list, Math.min(list.length, n), diversity);
    }
  }
  const micros = (performance.now() - start) * 1000;
  return {micros, items: list.map(({i, score}) => ({...described(i), score: shown(i, score)}))};
}

/** Maximal marginal relevance. */
function diversified(candidates, n, diversity) {
  const relevance = candidates.map(({i, score}) => shown(i, score));
  const worst = relevance[relevance.length - 1] ?? 0;
  const range = (relevance[0] ?? 0) - worst;
  const nearest = new Float64Array(candidates.length).fill(-Infinity);
  const listed = new Uint8Array(candidates.length);
  const list = [];
  for (let r = 0; r < n; r++) {
    let best = -1;
    let highest = -Infinity;
    for (let c = 0; c < candidates.length; c++) {
      const relevant = range > 0 ? (relevance[c] - worst) / range : 1;
      const marginal = (1 - diversity) * relevant - (r === 0 ? 0 : diversity * nearest[c]);
      if (!listed[c] && marginal > highest) {
        best = c;
        highest = marginal;
      }
    }
    list.push(candidates[best]);
    listed[best] = 1;
    for (let c = 0; c < candidates.length; c++) {
      nearest[c] = Math.max(nearest[c], cosines().cosine(candidates[best].i, candidates[c].i));
    }
  }
  return list;
}

function similar(id, n) {
  const number = item(id);
  if (!m.seed) cosines();
  const start = performance.now();
  let list = [];
  if (m.seed) {
    list = seed().similar(number, n);
  } else if (items.ratings[number] > 0 || placedByFeatures(number)) {
    list = top(m.items, n, i => cosines().alike(number, i), i => i !== number);
  }
  const micros = (performance.now() - start) * 1000;
  return {micros, items: list.map(({i, score}) => ({...described(i), score}))};
}

/** Whether the model has placed an item that nobody has rated by what is known of it. */
function placedByFeatures(i) {
  return m.itemsPlaced && m.M.subarray(i * m.k, (i + 1) * m.k).some(x => x !== 0);
}

function explain(request) {
  const start = performance.now();
  const who = person(request);
  const explaining = who.nothing ? null : new Explaining(m, who);
  const because = (request.items ?? []).map(id => ({
    id,
    reasons: explaining === null ? [] : explaining.because(item(id), 3)
        .map(({i, share}) => ({...reference(i), share})),
  }));
  return {micros: (performance.now() - start) * 1000, because};
}

function find(q, n) {
  const {found, misspelt} = search().find(q, n);
  const listed = misspelt ? found
    : [...found].sort((a, b) => items.ratings[b] - items.ratings[a] || a - b).slice(0, n);
  return {total: found.length, misspelt, items: listed.map(described)};
}

function users(q, n) {
  const found = engine.userIds.map((id, number) => [id, number]).filter(([id]) => id.startsWith(q));
  return {
    total: found.length,
    users: found.slice(0, n).map(([id, number]) => ({id, ratings: m.userCounts[number]})),
  };
}

function userRated(id) {
  const number = user(id);
  const {rated, values, u, bias} = person({user: id});
  const scores = m.seed ? seed().all(u, bias) : scoring().all(u, bias);
  const order = Array.from(rated, (_, p) => p).sort((a, b) => values[b] - values[a] || a - b);
  return {
    id,
    ratings: m.userCounts[number],
    rated: order.map(p => ({
      ...described(rated[p]), rating: values[p], predicted: shown(rated[p], scores[rated[p]]),
    })),
  };
}

/** The best map that there was, whichever is asked for. */
function map() {
  return site.map;
}

const soon = compute => async (...asked) => compute(...asked);

export const source = {
  model: soon(() => site.model),
  items: soon(() => items),
  factors: soon(() => site.factors),
  map: soon(map),
  search: soon((q, n) => find(q, n)),
  similar: soon((id, n) => similar(id, n ?? 10)),
  users: soon(users),
  user: soon(userRated),
  recommend: soon(recommend),
  explain: soon(explain),
};
