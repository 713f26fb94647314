// The queries that a reader asked before, in this browser only, the last one first.

const KEY = "crimecongress.queries";
const MOST = 30;

/** Put a query in front of those that were asked before. */
export function remembered(before, query) {
  return [query, ...before.filter((each) => each !== query)].slice(0, MOST);
}

/** Read the history; a browser that keeps nothing has none. */
export function read(storage) {
  try {
    const found = JSON.parse(storage.getItem(KEY) ?? "[]");
    return Array.isArray(found) ? found.filter((each) => typeof each === "string") : [];
  } catch {
    return [];
  }
}

/** Keep a query; a browser that refuses storage still answers queries. */
export function keep(storage, query) {
  try {
    storage.setItem(KEY, JSON.stringify(remembered(read(storage), query)));
  } catch {
    // a full or closed storage is no reason to stop
  }
}
