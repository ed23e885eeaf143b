// Where answers come from: the API of the server, as openapi.json describes it.
// A page that was exported has local.js in its place, which has the same functions.

async function answer(path, request) {
  const response = await fetch(path, request);
  const body = await response.json();
  if (!response.ok) {
    throw Object.assign(new Error(body.error), {status: response.status});
  }
  return body;
}

function get(path, parameters = {}) {
  const query = new URLSearchParams(parameters).toString();
  return answer(`api/${path}${query === '' ? '' : `?${query}`}`);
}

function post(path, body) {
  return answer(`api/${path}`, {
    method: 'POST',
    headers: {'Content-Type': 'application/json'},
    body: JSON.stringify(body),
  });
}

export const source = {
  model: () => get('model'),
  items: () => get('items'),
  factors: () => get('factors'),
  map: method => get('map', {method}),
  search: (q, n) => get('search', {q, n}),
  similar: (id, n) => get('similar', {id, n}),
  users: (q, n) => get('users', {q, n}),
  user: id => get('user', {id}),
  recommend: request => post('recommend', request),
  explain: request => post('explain', request),
};
