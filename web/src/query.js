// The query page: an editor in the place of the text area, answers without leaving the page. Without this script the form
// works as it stands.

import { autocompletion, closeBrackets, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { HighlightStyle, bracketMatching, indentOnInput, syntaxHighlighting } from "@codemirror/language";
import { linter } from "@codemirror/lint";
import { highlightSelectionMatches, searchKeymap } from "@codemirror/search";
import { EditorState } from "@codemirror/state";
import { EditorView, drawSelection, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { SparqlLanguage } from "codemirror-lang-sparql";

import { complete, missingPrefixes } from "./completion.js";
import { keep, read } from "./memory.js";
import { MOST_ROWS, address, bars, cells, drawable, element, iris, table } from "./results.js";

const form = document.getElementById("ask");
const area = document.getElementById("text");
const host = document.getElementById("editor");
const place = document.getElementById("answer");
const { endpoint, check, completions, root } = host.dataset;

let known = { base: "", prefixes: {}, classes: [], properties: [], individuals: [] };
let running = null;

const colours = HighlightStyle.define([
  { tag: tags.keyword, color: "var(--accent)", fontWeight: "600" },
  { tag: [tags.variableName, tags.special(tags.variableName)], color: "var(--inferred)" },
  { tag: [tags.string, tags.literal], color: "var(--stated)" },
  { tag: [tags.number, tags.bool], color: "var(--visited)" },
  { tag: [tags.url, tags.namespace], color: "var(--ink)" },
  { tag: tags.comment, color: "var(--ink-soft)", fontStyle: "italic" },
]);

const look = EditorView.theme({
  "&": { backgroundColor: "var(--surface)", color: "var(--ink)", border: "1px solid var(--rule-strong)", borderRadius: "4px" },
  "&.cm-focused": { outline: "2px solid var(--accent)", outlineOffset: "1px" },
  ".cm-scroller": { fontFamily: "var(--mono)", fontSize: "0.875rem", lineHeight: "1.55", minHeight: "14rem", maxHeight: "60vh", overflow: "auto" },
  ".cm-content": { caretColor: "var(--ink)" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  ".cm-gutters": { backgroundColor: "var(--sunken)", color: "var(--ink-soft)", borderRight: "1px solid var(--rule)" },
  ".cm-activeLine": { backgroundColor: "color-mix(in srgb, var(--accent) 7%, transparent)" },
  "&.cm-focused .cm-selectionBackground, .cm-selectionBackground": { backgroundColor: "var(--accent-soft) !important" },
  ".cm-matchingBracket": { outline: "1px solid var(--rule-strong)" },
  ".cm-tooltip": { backgroundColor: "var(--surface)", color: "var(--ink)", border: "1px solid var(--rule-strong)" },
  ".cm-tooltip-autocomplete > ul > li[aria-selected]": { backgroundColor: "var(--accent)", color: "var(--accent-ink)" },
  ".cm-completionDetail": { color: "inherit", opacity: "0.85", fontStyle: "normal", marginLeft: "0.8em" },
  ".cm-diagnostic": { borderLeft: "3px solid var(--alarm)", padding: "0.3em 0.6em" },
});

/** Ask the service's own parser what is wrong with the text; nothing is evaluated. */
async function faults(view) {
  const query = view.state.doc.toString();
  if (!query.trim()) return [];
  const answer = await fetch(check, { method: "POST", headers: { "Content-Type": "application/sparql-query" }, body: query });
  if (!answer.ok) return [];
  const found = await answer.json();
  if (found.ok) return [];
  const line = view.state.doc.line(Math.min(Math.max(found.line, 1), view.state.doc.lines));
  const from = Math.min(line.from + Math.max(found.column - 1, 0), line.to);
  return [{ from, to: Math.max(from, Math.min(from + 1, line.to)), severity: "error", message: [found.detail, ...found.hints].join("\n") }];
}

function offered(context) {
  const text = context.state.doc.toString();
  const found = complete(text.slice(0, context.pos), text, known);
  return found && { ...found, validFor: /^[\w:?$-]*$/ };
}

/** Replace selected text ourselves: Chromium would do it with inline styles, which the page's policy refuses. */
function overwrite(event, view) {
  const wraps = event.data?.length === 1 && "([{\"'".includes(event.data);
  if (event.inputType !== "insertText" || !event.data || wraps || view.state.selection.main.empty || view.composing) return false;
  event.preventDefault();
  view.dispatch(view.state.replaceSelection(event.data), { userEvent: "input.type", scrollIntoView: true });
  return true;
}

// in a shadow root the editor uses constructed style sheets, which the page's policy (style-src 'self') allows
const shadow = host.attachShadow({ mode: "open" });
const view = new EditorView({
  parent: shadow,
  root: shadow,
  state: EditorState.create({
    doc: area.value,
    extensions: [
      lineNumbers(), history(), drawSelection(), indentOnInput(), bracketMatching(), closeBrackets(), highlightActiveLine(),
      highlightSelectionMatches(), EditorView.lineWrapping, SparqlLanguage, syntaxHighlighting(colours), look,
      autocompletion({ override: [offered] }),
      linter(faults, { delay: 600 }),
      EditorView.domEventHandlers({ beforeinput: overwrite }),
      EditorView.contentAttributes.of({ "aria-label": "SPARQL query" }),
      keymap.of([{ key: "Mod-Enter", run: () => (form.requestSubmit(), true) }, ...defaultKeymap, ...historyKeymap, ...searchKeymap, ...completionKeymap]),
    ],
  }),
});
area.hidden = true;
form.querySelector('label[for="text"]').hidden = true;

function write(text) {
  view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
}

function say(...children) {
  place.replaceChildren(...children);
}

function trouble(problem) {
  const where = problem.line ? element("strong", {}, `Line ${problem.line}, column ${problem.column}: `) : "";
  const hints = (problem.hints ?? []).map((hint) => element("li", {}, hint));
  say(element("div", { class: "notice notice--alarm", role: "alert" },
    element("h2", {}, problem.title ?? "No answer"), element("p", {}, where, problem.detail ?? ""),
    ...(problem.text ? [element("pre", { tabindex: "0" }, problem.text)] : []),
    ...(hints.length ? [element("ul", { class: "plain" }, ...hints)] : [])));
}

async function labels(found) {
  const names = new Map(known.individuals.map((each) => [each.iri, each.short || each.label]));
  const unnamed = found.filter((iri) => !names.has(iri)).slice(0, 500);
  if (!unnamed.length) return names;
  const values = unnamed.map((iri) => `<${iri}>`).join(" ");
  const query = `SELECT ?iri (MIN(?label) AS ?name) WHERE { VALUES ?iri { ${values} }
    ?iri <${known.prefixes.cc}citation>|<http://www.w3.org/2004/02/skos/core#prefLabel>|<http://www.w3.org/2000/01/rdf-schema#label> ?label
    FILTER(LANG(?label) IN ("", "en")) } GROUP BY ?iri`;
  const answer = await ask(query, "application/sparql-results+json");
  if (answer.ok) for (const row of (await answer.json()).results.bindings) names.set(row.iri.value, row.name.value);
  return names;
}

function ask(query, accept, signal) {
  return fetch(endpoint, { method: "POST", headers: { "Content-Type": "application/sparql-query", Accept: accept }, body: query, signal });
}

async function run(query) {
  running?.abort();
  running = new AbortController();
  say(element("p", { role: "status" }, "Asking …"));
  const started = performance.now();
  try {
    const answer = await ask(query, "application/sparql-results+json, text/turtle;q=0.9", running.signal);
    const type = answer.headers.get("Content-Type") ?? "";
    if (!answer.ok) return trouble(type.includes("json") ? await answer.json() : { detail: answer.statusText });
    await (type.startsWith("text/turtle") ? showTurtle(answer, query, started) : showRows(await answer.json(), query, started));
  } catch (error) {
    if (error.name !== "AbortError") trouble({ detail: "The service did not answer. Try again." });
  }
}

function heading(text, query, graph) {
  const formats = graph ? [["ttl", "Turtle"], ["jsonld", "JSON-LD"], ["nt", "N-Triples"]] : [["csv", "CSV"], ["json", "JSON"], ["tsv", "TSV"], ["xml", "XML"]];
  const links = formats.map(([name, label]) => element("a", { href: `${endpoint}?${new URLSearchParams({ query, format: name })}` }, label));
  const list = links.flatMap((link, place) => (place ? [", ", link] : [link]));
  return [element("h2", { role: "status" }, "Answer ", element("span", { class: "count" }, text)), element("p", { class: "small" }, "Download all: ", ...list)];
}

async function showTurtle(answer, query, started) {
  const text = await answer.text();
  const note = `${Math.round(performance.now() - started)} ms`;
  say(element("section", { class: "block" }, ...heading(note, query, true), element("pre", { tabindex: "0" }, text.slice(0, 200_000))));
}

async function showRows(answer, query, started) {
  const spent = Math.round(performance.now() - started);
  if ("boolean" in answer) return say(element("section", { class: "block" }, ...heading(`${spent} ms`, query), element("p", { class: "lede" }, answer.boolean ? "Yes" : "No")));
  const rows = cells(answer);
  const names = await labels(iris(rows.slice(0, MOST_ROWS)));
  const at = (iri) => address(iri, known.base, root);
  const note = `${rows.length.toLocaleString("en")} rows, ${spent} ms${rows.length > MOST_ROWS ? `, the first ${MOST_ROWS} shown` : ""}`;
  const columns = drawable(rows, answer.head.vars.length);
  const chart = columns ? [element("details", {}, element("summary", {}, "As bars"), bars(rows, columns, names))] : [];
  say(element("section", { class: "block" }, ...heading(note, query), table(answer.head.vars, rows, names, at), ...chart));
}

function remember(query) {
  keep(localStorage, query);
  showHistory();
}

function showHistory() {
  const list = read(localStorage);
  const before = document.getElementById("before") ?? element("details", { id: "before" });
  const entries = list.map((query) => {
    const button = element("button", { type: "button", class: "quiet" }, query.replace(/PREFIX[^\n]*\n?/gi, "").trim().slice(0, 90) || query.slice(0, 90));
    button.addEventListener("click", () => (write(query), view.focus()));
    return element("li", {}, button);
  });
  before.replaceChildren(element("summary", {}, "Asked before"), element("ul", { class: "plain" }, ...entries));
  if (list.length && !before.isConnected) form.append(before);
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  let query = view.state.doc.toString();
  const added = missingPrefixes(query, known);
  if (added.length) write((query = `${added.join("\n")}\n${query}`));
  window.history.replaceState(null, "", `?${new URLSearchParams({ query })}`);
  remember(query);
  run(query);
});

fetch(completions).then((answer) => answer.json()).then((found) => (known = found), () => undefined);
showHistory();
