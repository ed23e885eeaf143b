// The search, what you have rated, and well-known items to start with.
import {byId, count, element, replace, spoken, tell} from './dom.js';
import {change, onChange, rate, state} from './state.js';
import {source} from './source.js';
import {stars} from './stars.js';

const FOUND = 12;
const START = 12;
const SHOWN = 60;

let catalogue;
let values;
let asked = 0;

/** Begins; the catalogue has all items, by number and by id. */
export function startFilms(items, starValues) {
  catalogue = items;
  values = starValues;
  byId('search').addEventListener('input', search);
  byId('search').addEventListener('keydown', keys);
  onChange(names => {
    if (names.includes('ratings')) {
      showRated();
      search();
    }
  });
  showRated();
  search();
}

/** An item with its stars. */
export function filmRow(item, where) {
  return element('div', {class: 'film'},
      element('button', {
        type: 'button',
        class: 'name',
        title: 'Show on the map',
        onclick: () => change({selected: item.id, ...(narrow() ? {view: 'map'} : {})}),
      }, spoken(item.title), element('small', {}, details(item))),
      stars(values, state.ratings.get(item.id), {
        key: `${where} ${item.id}`,
        name: item.title,
        give: rating => rate(item.id, rating),
      }),
      state.ratings.has(item.id) ? element('button', {
        type: 'button',
        class: 'remove',
        title: 'Take away',
        onclick: () => rate(item.id, null),
      }, '×', element('span', {class: 'unseen'}, ` Take away ${item.title}`)) : null);
}

/** Whether one view fills the screen. */
export function narrow() {
  return matchMedia('(max-width: 760px)').matches;
}

/** Year and genres in one line. */
export function details(item) {
  return [item.year, item.genres.slice(0, 3).join(', ')].filter(Boolean).join(' · ');
}

function showRated() {
  const ids = [...state.ratings.keys()].reverse();
  const known = ids.filter(id => catalogue.has(id));
  const rows = known.slice(0, SHOWN).map(id => filmRow(catalogue.get(id), 'rated'));
  const more = known.length > SHOWN
    ? element('p', {class: 'note'}, `and ${count(known.length - SHOWN)} more`) : null;
  const clear = known.length > 0 ? element('button', {
    type: 'button', class: 'quiet', onclick: () => change({ratings: new Map()}),
  }, 'Clear all') : null;
  replace(byId('rated'),
      known.length > 0 ? element('h3', {}, `You rated ${count(known.length)}`, clear) : null,
      ...rows, more);
  const rest = catalogue.popular.filter(item => !state.ratings.has(item.id)).slice(0, START);
  replace(byId('start'),
      element('h3', {}, known.length === 0 ? 'Rate a few that you know' : 'Do you know these?'),
      ...rest.map(item => filmRow(item, 'start')));
}

async function search() {
  const text = byId('search').value.trim();
  const number = ++asked;
  byId('start').hidden = text !== '';
  if (text === '') {
    replace(byId('found'));
    return;
  }
  try {
    const found = await source.search(text, FOUND);
    if (number === asked) {
      showFound(found);
    }
  } catch (e) {
    tell(`The search failed: ${e.message}`);
  }
}

function showFound(found) {
  const heading = found.items.length === 0 ? 'Nothing has such a title'
    : found.misspelt ? 'Did you mean'
      : found.total > found.items.length
        ? `${count(found.total)} found, the best known first` : `${count(found.total)} found`;
  replace(byId('found'), element('h3', {}, heading),
      ...found.items.map(item => filmRow(item, 'found')));
}

function keys(event) {
  if (event.key === 'ArrowDown') {
    event.preventDefault();
    byId('found').querySelector('[role=slider]')?.focus();
  } else if (event.key === 'Escape') {
    byId('search').value = '';
    search();
  }
}
