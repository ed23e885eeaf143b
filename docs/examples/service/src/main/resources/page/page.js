// Shows openapi.json and lets each operation be tried. All text is set as text, never as HTML.

const spec = await (await fetch("openapi.json")).json();

function element(name, text, ...children) {
  const made = document.createElement(name);
  made.textContent = text;
  made.append(...children);
  return made;
}

function schema(of) {
  return of.$ref ? spec.components.schemas[of.$ref.split("/").pop()] : of;
}

function kind(of) {
  return of.$ref ? of.$ref.split("/").pop() : of.type === "array" ? `${kind(of.items)}[]` : of.type ?? String(of.const);
}

/** A row with an input for each parameter. */
function parameter(of, inputs) {
  const input = document.createElement("input");
  input.value = of.example ?? "";
  input.placeholder = of.schema.default ?? kind(of.schema);
  input.ariaLabel = of.name;
  inputs.set(of.name, input);
  const name = element("code", of.name + (of.required ? " *" : ""));
  return element("tr", "", element("td", "", name), element("td", "", input), element("td", of.description));
}

function operation(path, method, of) {
  const section = element("section", "");
  section.append(element("h2", "", element("code", `${method.toUpperCase()} ${path}`)));
  section.append(element("p", `${of.summary}. ${of.description ?? ""}`));
  const inputs = new Map();
  const rows = (of.parameters ?? []).map(each => parameter(each, inputs));
  if (rows.length > 0) section.append(element("table", "", ...rows));
  let body;
  if (of.requestBody) {
    const content = of.requestBody.content["application/json"];
    body = document.createElement("textarea");
    body.value = JSON.stringify(content.example, null, 2);
    body.rows = body.value.split("\n").length;
    body.ariaLabel = "body";
    section.append(body);
    for (const [name, field] of Object.entries(schema(content.schema).properties)) {
      section.append(element("p", "", element("code", name), ` ${kind(field)} ${field.description ?? ""}`));
    }
  }
  const answer = element("pre", "");
  const button = element("button", "Try");
  button.onclick = async () => {
    const given = [...inputs].filter(([, input]) => input.value !== "").map(([name, input]) => [name, input.value]);
    const url = path.slice(1) + (given.length > 0 ? `?${new URLSearchParams(given)}` : "");
    try {
      const got = await fetch(url, { method: method.toUpperCase(), body: body?.value });
      answer.textContent = `${got.status} ${url}\n${JSON.stringify(await got.json(), null, 2)}`;
    } catch (error) {
      answer.textContent = String(error);
    }
  };
  section.append(button, answer);
  const answers = Object.entries(of.responses).map(([status, response]) => {
    const told = response.$ref ? spec.components.responses[response.$ref.split("/").pop()] : response;
    const shape = kind(Object.values(told.content)[0].schema);
    return element("tr", "", element("td", status), element("td", "", element("code", shape)), element("td", told.description));
  });
  section.append(element("table", "", ...answers));
  return section;
}

const page = element("main", "");
page.append(element("h1", spec.info.title), element("p", `${spec.info.summary} ${spec.info.description}`));
for (const [path, methods] of Object.entries(spec.paths)) {
  for (const [method, of] of Object.entries(methods)) page.append(operation(path, method, of));
}
page.append(element("h2", "Shapes"));
for (const [name, of] of Object.entries(spec.components.schemas)) {
  page.append(element("p", "", element("code", name)), element("pre", JSON.stringify(of, null, 2)));
}
document.getElementById("page").replaceWith(page);
