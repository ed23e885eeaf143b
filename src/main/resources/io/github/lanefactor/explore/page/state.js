// What the page shows. All of it stands in the link, behind the #.

/** What a fresh page shows. */
const initial = {
  ratings: new Map(), // item id → rating
  diversity: 0,
  genre: '',
  minRatings: 0,
  maxRatings: Infinity,
  fromYear: null,
  toYear: null,
  user: '', // the known user to compare with
  selected: '', // the item whose neighbours the map shows
  view: 'films',
  colour: 'genre',
  place: null, // of the map: [x, y, zoom]
};

export const state = {...initial};

const listeners = [];

/** Calls a function after each change, with the names of what changed. */
export function onChange(listener) {
  listeners.push(listener);
}

/** Changes the state, writes it into the link and tells the listeners. */
export function change(changes) {
  Object.assign(state, changes);
  history.replaceState(null, '', link());
  for (const listener of listeners) {
    listener(Object.keys(changes));
  }
}

/** Gives an item a rating; null takes it away. */
export function rate(id, rating) {
  const ratings = new Map(state.ratings);
  if (rating === null) {
    ratings.delete(id);
  } else {
    ratings.set(id, rating);
  }
  change({ratings});
}

const encode = text => encodeURIComponent(text).replace(/[.~!'()*]/g,
    c => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

/** The state as what stands behind the #. */
function link() {
  const parts = [];
  const put = (name, value) => parts.push(`${name}=${value}`);
  if (state.ratings.size > 0) {
    put('rated', [...state.ratings].map(([id, rating]) => `${encode(id)}~${rating}`).join('!'));
  }
  for (const name of ['diversity', 'genre', 'minRatings', 'maxRatings', 'fromYear', 'toYear',
    'user', 'selected', 'view', 'colour']) {
    if (state[name] !== initial[name]) {
      put(name, encode(String(state[name])));
    }
  }
  if (state.place !== null) {
    put('place', state.place.map(number => Number(number.toPrecision(5))).join('~'));
  }
  return parts.length === 0 ? location.pathname + location.search : `#${parts.join('&')}`;
}

/** Reads the state from the link. What is not understood is left out. */
export function readLink() {
  const read = {...initial, ratings: new Map()};
  for (const part of location.hash.slice(1).split('&')) {
    const equals = part.indexOf('=');
    const name = part.slice(0, equals);
    const value = part.slice(equals + 1);
    try {
      readPart(read, name, value);
    } catch (e) {
      if (!(e instanceof URIError)) {
        throw e;
      }
    }
  }
  Object.assign(state, read);
}

function readPart(read, name, value) {
  const number = Number(decodeURIComponent(value));
  if (name === 'rated') {
    for (const pair of value.split('!')) {
      const [id, rating] = pair.split('~');
      if (id !== '' && Number.isFinite(Number(rating)) && rating !== '') {
        read.ratings.set(decodeURIComponent(id), Number(rating));
      }
    }
  } else if (name === 'place') {
    const place = value.split('~').map(Number);
    read.place = place.length === 3 && place.every(Number.isFinite) && place[2] > 0 ? place : null;
  } else if (['genre', 'user', 'selected', 'view', 'colour'].includes(name)) {
    read[name] = decodeURIComponent(value);
  } else if (['diversity', 'minRatings', 'maxRatings', 'fromYear', 'toYear'].includes(name)
      && Number.isFinite(number)) {
    read[name] = number;
  }
}

/** What the list should be like, as the API takes it. */
export function filters() {
  const asked = {};
  if (state.diversity > 0) asked.diversity = state.diversity;
  if (state.genre !== '') asked.genre = state.genre;
  if (state.minRatings > 0) asked.minRatings = state.minRatings;
  if (state.maxRatings < Infinity) asked.maxRatings = state.maxRatings;
  if (state.fromYear !== null) asked.fromYear = state.fromYear;
  if (state.toYear !== null) asked.toYear = state.toYear;
  return asked;
}
