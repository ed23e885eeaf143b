// Puts the page together.
import {byId, count, element, replace, tell} from './dom.js';
import {change, onChange, readLink, state} from './state.js';
import {narrow, startFilms} from './films.js';
import {mapState, startMap} from './map.js';
import {source} from './source.js';
import {startLists} from './lists.js';
import {startModel} from './model.js';
import {startSliders} from './sliders.js';
import {startUsers} from './users.js';

/** All items, by number and by id, and the best known first. */
class Items {
  constructor(columns, stars) {
    this.genreNames = columns.genreNames;
    this.stars = stars;
    this.all = columns.id.map((id, number) => ({
      id,
      number,
      title: columns.title[number],
      year: columns.year[number] || undefined,
      ratings: columns.ratings[number],
      genres: columns.genres[number].map(genre => columns.genreNames[genre]),
    }));
    this.byId = new Map(this.all.map(item => [item.id, item]));
    this.popular = [...this.all].sort((a, b) => b.ratings - a.ratings);
    const numbers = new Map(this.genreNames.map(name => [name, 0]));
    this.all.forEach(item => item.genres.forEach(name => numbers.set(name, numbers.get(name) + 1)));
    this.genresByNumber = [...numbers].filter(([name]) => /^\w/.test(name))
        .sort((a, b) => b[1] - a[1]).map(([name]) => name);
  }

  get(id) { return this.byId.get(id); }
  has(id) { return this.byId.has(id); }
  at(number) { return this.all[number]; }
  numberOf(id) { return this.byId.get(id)?.number; }
  get length() { return this.all.length; }
  [Symbol.iterator]() { return this.all[Symbol.iterator](); }
}

async function start() {
  readLink();
  theme();
  views();
  keys();
  byId('copy').addEventListener('click', copyLink);
  const [model, columns] = await Promise.all([source.model(), source.items()]);
  about(model);
  const items = new Items(columns, model.stars);
  leaveOutUnknown(items);
  startFilms(items, model.stars);
  startLists(model);
  startSliders(items);
  startUsers(model);
  startModel(model);
  document.body.classList.add('ready');
  performance.mark('usable');
  await startMap(items, model.maps);
}

/** A link may be of another model. */
function leaveOutUnknown(items) {
  const known = [...state.ratings].filter(([id]) => items.has(id));
  const unknown = state.ratings.size - known.length;
  if (unknown > 0) {
    change({ratings: new Map(known)});
    tell(`The link rates ${count(unknown)} items that this model does not know.`);
  }
}

function about(model) {
  const simulated = model.title.includes('simulated');
  document.title = `${model.title} · lanefactor`;
  replace(byId('about'),
      element('span', {class: 'data'}, simulated ? 'bundled sample' : model.title),
      simulated ? element('span', {class: 'badge'}, 'simulated ratings of real films') : null,
      element('span', {class: 'sizes'}, `${count(model.users)} users × ${count(model.items)} items`));
}

function views() {
  const show = () => {
    document.body.dataset.view = ['films', 'list', 'map', 'model'].includes(state.view)
      ? state.view : 'films';
    for (const button of byId('views').children) {
      const wide = !narrow() && button.dataset.view === 'map' && state.view !== 'model';
      const current = button.dataset.view === document.body.dataset.view || wide;
      button.setAttribute('aria-current', current ? 'page' : 'false');
    }
  };
  byId('views').addEventListener('click', event => {
    const view = event.target.closest('button')?.dataset.view;
    if (view !== undefined) {
      change({view});
    }
  });
  onChange(names => names.includes('view') && show());
  matchMedia('(max-width: 760px)').addEventListener('change', show);
  addEventListener('hashchange', () => location.reload());
  show();
}

function theme() {
  const system = matchMedia('(prefers-color-scheme: dark)');
  const chosen = () => {
    try {
      return localStorage.getItem('theme');
    } catch {
      return null; // a page from a file may have no storage
    }
  };
  const show = () => {
    document.documentElement.dataset.theme = chosen() ?? (system.matches ? 'dark' : 'light');
  };
  system.addEventListener('change', show);
  byId('theme').addEventListener('click', () => {
    const next = document.documentElement.dataset.theme === 'dark' ? 'light' : 'dark';
    try {
      localStorage.setItem('theme', next);
    } catch {
      // it holds as long as the page is open
    }
    document.documentElement.dataset.theme = next;
  });
  show();
}

/** A slash goes to the search from anywhere. */
function keys() {
  addEventListener('keydown', event => {
    const typing = event.target.closest('input:not([type=range]), select, textarea');
    if (event.key === '/' && !typing && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      if (narrow() || state.view === 'model') {
        change({view: 'films'});
      }
      byId('search').focus();
    }
  });
}

async function copyLink() {
  try {
    await navigator.clipboard.writeText(location.href);
    tell('The link is copied. It opens just what you see.');
  } catch {
    tell('The link is in the address bar.');
  }
}

// For the console: lanefactor.source.recommend({ratings: {1: 5}}).then(console.log)
globalThis.lanefactor = {source, state, mapState};

start().catch(e => tell(`The page cannot start: ${e.message}`));
