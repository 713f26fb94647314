// What may stand at a place of a query: classes after `a`, properties that the subject's class really has, after a
// property what the shapes let it have, variables of the text, prefixes, keywords, and individuals by their names. All
// from one list that the service makes of its graph and the shapes.

const KEYWORDS = [
  "SELECT", "DISTINCT", "WHERE", "OPTIONAL", "FILTER", "UNION", "MINUS", "BIND", "VALUES", "GRAPH", "SERVICE",
  "GROUP BY", "HAVING", "ORDER BY", "DESC", "ASC", "LIMIT", "OFFSET", "ASK", "CONSTRUCT", "DESCRIBE", "FROM", "FROM NAMED",
  "NOT EXISTS", "EXISTS", "COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT", "CONTAINS", "STRSTARTS", "LCASE",
  "REGEX", "STR", "LANG", "DATATYPE", "BOUND", "COALESCE", "IF", "YEAR",
];

const MOST_INDIVIDUALS = 40;

/** The variables of a text, each once, without the one under the cursor. */
export function variables(text, current = "") {
  const found = new Set(text.match(/[?$][A-Za-z_]\w*/g) ?? []);
  found.delete(current);
  return [...found].sort();
}

/** The class of each variable, as the text states it: `?r a cc:Recommendation`. */
export function classesOf(text) {
  const found = new Map();
  for (const [, variable, name] of text.matchAll(/([?$]\w+)\s+(?:a|rdf:type)\s+([\w-]*:[\w-]+)/g)) found.set(variable, name);
  return found;
}

/** The subject whose statements are being written where the text ends: the last one that begins a block. */
export function subjectAt(before) {
  const block = before.replace(/<[^<>\s]*>/g, "<>").replace(/"[^"\n]*"/g, '""').split(/[.{}](?=\s)/).pop() ?? "";
  return block.match(/^\s*([?$]\w+|<>|[\w-]*:[\w-]+)/)?.[1] ?? "";
}

/** The options at the end of `before`, best first, and where the word that they replace begins. */
export function complete(before, text, known) {
  const word = before.match(/(?:[?$]\w*|[\w-]*:[\w-]*|\w+)$/)?.[0] ?? "";
  const from = before.length - word.length;
  const earlier = before.slice(0, from);
  if (/^[?$]/.test(word)) return { from, options: variables(text, word).map((label) => ({ label, type: "variable" })) };
  if (/(?:^|\s)(?:a|rdf:type)\s+$/.test(earlier)) return { from, options: known.classes.map(named("class")) };
  if (word.includes(":")) return { from, options: [...properties(earlier, text, known), ...known.classes.map(named("class"))] };
  const values = valuesOf(earlier, known);
  if (values) return { from, options: [...literals(values), ...individuals(word, known, values.classes)] };
  if (word.length < 2) return null;
  return { from, options: [...keywords(word), ...prefixes(known), ...individuals(word, known)] };
}

function properties(earlier, text, known) {
  const of = classesOf(text).get(subjectAt(earlier));
  const fitting = of ? known.properties.filter((each) => each.domains.includes(of)) : [];
  return (fitting.length ? fitting : known.properties).map(named("property"));
}

function named(type) {
  return ({ name, label, count }) => ({ label: name, type, detail: label, info: count ? `${count} in the graph` : undefined });
}

/** The property whose value is being written, where the shapes say what that may be. */
function valuesOf(earlier, known) {
  const name = earlier.match(/[\s;{]([\w-]*:[\w-]+)\s+$/)?.[1];
  const found = name && known.properties.find((each) => each.name === name);
  return found && found.classes.length + found.literals.length > 0 ? found : undefined;
}

function literals(property) {
  return property.literals.map((label) => ({ label, type: "text", boost: 1 }));
}

function keywords(word) {
  return KEYWORDS.filter((each) => each.toLowerCase().startsWith(word.toLowerCase())).map((label) => ({ label, type: "keyword", boost: 1 }));
}

function prefixes(known) {
  return Object.entries(known.prefixes).map(([name, iri]) => ({ label: `${name}:`, type: "namespace", detail: iri }));
}

function individuals(word, known, classes) {
  const sought = word.toLowerCase();
  const begins = (each) => each.label.toLowerCase().includes(sought) || each.short.toLowerCase().includes(sought);
  return known.individuals
    .filter((each) => !classes || each.types.some((type) => classes.includes(type)))
    .filter(begins)
    .slice(0, MOST_INDIVIDUALS)
    .map(({ iri, label, short }) => ({ label: short || label, type: "constant", detail: short ? label : undefined, apply: `<${iri}>` }));
}

/** The prefixes that a query uses and does not declare, as the lines that declare them. */
export function missingPrefixes(text, known) {
  const declared = new Set([...text.matchAll(/PREFIX\s+([\w-]*):/gi)].map((found) => found[1]));
  const bare = text.replace(/<[^<>\s]*>|"[^"\n]*"|#[^\n]*/g, " ");
  const used = new Set([...bare.matchAll(/(?<![\w?$])([A-Za-z][\w-]*):[\w-]/g)].map((found) => found[1]));
  return [...used].filter((name) => !declared.has(name) && known.prefixes[name]).map((name) => `PREFIX ${name}: <${known.prefixes[name]}>`);
}
