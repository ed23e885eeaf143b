// The list of recommendations: solved anew at each change, with what speaks for each item.
import {bar, byId, count, element, replace, spoken, tell} from './dom.js';
import {change, filters, onChange, rate, state} from './state.js';
import {details, narrow} from './films.js';
import {source} from './source.js';
import {stars} from './stars.js';

const LISTED = 10;
const LEAST_SHARE = 0.05; // of a reason, to be named
const ABOUT_THE_LIST = ['ratings', 'diversity', 'genre', 'minRatings', 'maxRatings', 'fromYear',
  'toYear'];

let model;
let asked = 0;
let listed = [];
const listListeners = [];

/** Begins, and shows the first list. */
export function startLists(shape) {
  model = shape;
  onChange(names => {
    if (names.some(name => ABOUT_THE_LIST.includes(name))) {
      refresh();
    }
  });
  refresh();
}

/** Calls a function with each new list. */
export function onList(listener) {
  listListeners.push(listener);
}

/** The list that is shown. */
export function currentList() {
  return listed;
}

/** The score as people are to see it. */
export function shownScore(score) {
  return model.predictsRatings ? score.toFixed(1) : score.toFixed(3);
}

async function refresh() {
  const number = ++asked;
  const start = performance.now();
  const ratings = Object.fromEntries(state.ratings);
  try {
    const answer = await source.recommend({ratings, n: LISTED, ...filters()});
    if (number !== asked) {
      return;
    }
    listed = answer.items;
    show(answer.micros);
    performance.measure('click to list', {start, end: performance.now()});
    listListeners.forEach(listener => listener(listed));
    const because = await source.explain({ratings, items: listed.map(item => item.id)});
    if (number === asked) {
      explain(because.because);
    }
  } catch (e) {
    if (number === asked) {
      tell(`No list: ${e.message}`);
    }
  }
}

function show(micros) {
  const nothing = state.ratings.size === 0;
  replace(byId('speed'), ...(nothing ? [] : [
    'solved in ', element('strong', {}, `${count(Math.max(1, Math.round(micros)))} µs`),
    ` over ${count(model.items)} items`]));
  const best = listed.length === 0 ? 1 : Math.max(...listed.map(item => item.score));
  const note = nothing ? 'Rate something, and what you might like appears here at once.'
    : listed.length === 0 ? 'No item is left that the filters let through.' : null;
  replace(byId('recommended'),
      note === null ? null : element('li', {class: 'note'}, note),
      ...listed.map((item, rank) => card(item, rank, best)));
}

function card(item, rank, best) {
  return element('li', {class: 'card', 'data-id': item.id},
      element('span', {class: 'rank', 'aria-hidden': 'true'}, String(rank + 1)),
      element('button', {
        type: 'button',
        class: 'name',
        title: 'Show on the map',
        'data-key': `name ${item.id}`,
        onclick: () => change({selected: item.id, ...(narrow() ? {view: 'map'} : {})}),
      }, spoken(item.title), element('small', {}, details(item))),
      stars(model.stars, undefined, {
        key: `list ${item.id}`,
        name: item.title,
        give: rating => rate(item.id, rating),
      }),
      element('span', {class: 'score'}, bar(best > 0 ? item.score / best : 0, 'strength'),
          element('span', {class: 'number'}, shownScore(item.score))),
      item.ratings === 0 ? element('p', {class: 'note'}, 'nobody has rated it yet') : null,
      element('div', {class: 'because'}));
}

function explain(because) {
  for (const {id, reasons} of because) {
    const place = byId('recommended').querySelector(`[data-id="${CSS.escape(id)}"] .because`);
    if (place !== null && reasons.length > 0) {
      replace(place, element('span', {class: 'label'}, 'because of'), element('ul', {},
          ...reasons.filter((reason, i) => i === 0 || reason.share >= LEAST_SHARE)
              .map(reason => element('li', {class: 'reason', 'data-id': reason.id},
                  bar(reason.share, 'reason-bar'),
                  element('span', {class: 'of'}, spoken(reason.title)),
                  element('span', {class: 'number'}, `${Math.round(reason.share * 100)} %`)))));
    }
  }
}
