// Rows of an answer as a table with names and links, and as bars where there is one label and one number.

const MOST_ROWS = 1000;
const MOST_BARS = 40;

/** Rows of SPARQL JSON results as plain cells: { text, iri, lang } or null. */
export function cells(answer) {
  const names = answer.head.vars;
  return answer.results.bindings.map((row) => names.map((name) => (row[name] ? cell(row[name]) : null)));
}

function cell({ type, value, "xml:lang": lang }) {
  return type === "uri" ? { text: value, iri: value } : { text: value, lang };
}

/** The IRIs of some rows, each once: what labels are asked for. */
export function iris(rows) {
  return [...new Set(rows.flat().filter((each) => each?.iri).map((each) => each.iri))];
}

/** Where a page about an IRI is on this server, or the IRI itself when it is others'. */
export function address(iri, base, root) {
  if (iri.startsWith(base)) return root + iri.slice(base.length);
  const sdg = iri.match(/^http:\/\/metadata\.un\.org\/sdg\/(\d{1,2}(?:\.[0-9a-z]{1,2})?)$/);
  return sdg ? `${root}sdg/${sdg[1]}` : iri;
}

/** The column of labels and the column of numbers of rows that can be drawn as bars; null when they cannot. */
export function drawable(rows, width) {
  if (!rows.length || rows.length > MOST_BARS || width < 2) return null;
  const numeric = (column) => rows.every((row) => row[column] && /^-?\d+(?:\.\d+)?$/.test(row[column].text));
  const columns = [...Array(width).keys()];
  const value = columns.findLast(numeric);
  const label = columns.find((column) => column !== value && !numeric(column)) ?? columns.find((column) => column !== value);
  return value === undefined || rows.some((row) => Number(row[value].text) < 0) ? null : { label, value };
}

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) if (value !== undefined) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

/** A table of rows; `names` gives the label of an IRI, `at` its address. */
export function table(columns, rows, names, at) {
  const head = element("tr", {}, ...columns.map((name) => element("th", { scope: "col" }, name)));
  const body = rows.slice(0, MOST_ROWS).map((row) => element("tr", {}, ...row.map((each) => element("td", {}, content(each, names, at)))));
  const caption = element("caption", { class: "visually-hidden" }, "Rows of the answer");
  const made = element("table", {}, caption, element("thead", {}, head), element("tbody", {}, ...body));
  return element("div", { class: "scroll", role: "region", tabindex: "0", "aria-label": "Rows of the answer" }, made);
}

function content(each, names, at) {
  if (!each) return "";
  if (!each.iri) return element("span", { lang: each.lang }, each.text);
  return element("a", { href: at(each.iri), title: each.iri }, names.get(each.iri) ?? each.iri);
}

/** Rows as horizontal bars. */
export function bars(rows, { label, value }, names) {
  const most = Math.max(...rows.map((row) => Number(row[value].text)), 1);
  const drawn = rows.map((row) => {
    const number = Number(row[value].text);
    const text = row[label] ? (names.get(row[label].iri) ?? row[label].text) : "–";
    const meter = element("meter", { min: "0", max: String(most), value: String(number), "aria-label": `${text}: ${number}` });
    return element("li", { class: "bar" }, element("span", { class: "bar__label" }, text), meter, element("span", { class: "number" }, row[value].text));
  });
  return element("ul", { class: "bars", "aria-label": "Bars" }, ...drawn);
}

export { element, MOST_ROWS };
