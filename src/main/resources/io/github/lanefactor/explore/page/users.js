// A known user beside you.
import {byId, count, element, replace, spoken, tell} from './dom.js';
import {change, filters, onChange, state} from './state.js';
import {currentList, onList, shownScore} from './lists.js';
import {source} from './source.js';

const OFFERED = 50;
const BEST = 8;

let model;
let asked = 0;
let shown = null; // the user's ratings and list

/** Begins. */
export function startUsers(shape) {
  model = shape;
  const input = byId('user');
  input.value = state.user;
  byId('compare').open = state.user !== '';
  input.addEventListener('input', offer);
  input.addEventListener('change', () => change({user: input.value.trim()}));
  onChange(names => {
    if (names.some(name => ['user', 'diversity', 'genre', 'minRatings', 'maxRatings', 'fromYear',
      'toYear'].includes(name))) {
      refresh();
    }
  });
  onList(render);
  offer();
  refresh();
}

async function offer() {
  const found = await source.users(byId('user').value.trim(), OFFERED).catch(() => ({users: []}));
  replace(byId('user-ids'), ...found.users.map(
      user => element('option', {value: user.id}, `${count(user.ratings)} ratings`)));
}

async function refresh() {
  const number = ++asked;
  const id = state.user;
  if (id === '') {
    shown = null;
    render();
    return;
  }
  try {
    const [user, list] = await Promise.all(
        [source.user(id), source.recommend({user: id, ...filters()})]);
    if (number === asked) {
      shown = {user, list};
      render();
    }
  } catch (e) {
    if (number === asked) {
      shown = null;
      render();
      tell(e.message);
    }
  }
}

function render() {
  if (shown === null) {
    replace(byId('other'), element('p', {class: 'note'},
        `One of the ${count(model.users)} users that the model was trained on.`));
    return;
  }
  const {user, list} = shown;
  const mine = new Set(currentList().map(item => item.id));
  const common = list.items.filter(item => mine.has(item.id)).length;
  replace(byId('other'),
      element('p', {},
          `User ${user.id} has rated ${count(user.ratings)}. `,
          mine.size === 0 ? '' : `${common} of ${list.items.length} on both lists. `,
          user.rated.length === 0 ? null : element('button', {
            type: 'button',
            onclick: () => change({
              ratings: new Map(user.rated.map(item => [item.id, item.rating]).reverse()),
            }),
          }, 'Start from this user')),
      element('div', {class: 'pair'},
          user.rated.length === 0 ? null : element('div', {},
              element('h3', {}, 'Rated best'),
              element('ul', {}, ...user.rated.slice(0, BEST).map(item => element('li', {},
                  `${spoken(item.title)} `, element('span', {class: 'number'}, `${item.rating}`))))),
          element('div', {},
              element('h3', {}, 'Might like'),
              element('ol', {}, ...list.items.map(item => element('li', {
                class: mine.has(item.id) ? 'common' : null,
              }, `${spoken(item.title)} `,
              element('span', {class: 'number'}, shownScore(item.score))))))));
}
