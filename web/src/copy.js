// Copy buttons beside a permalink and a citation. Without this script, or where the browser has no clipboard (plain
// http from another host), they stay hidden, and one click selects the permalink all the same.

const SHOWN = 2000; // milliseconds for which a button says that it has copied

export function arm(button, clipboard, later = setTimeout) {
  const word = button.firstChild; // the rest of the label, "the permalink", is for screen readers
  const label = word.data;
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await clipboard.writeText(button.dataset.copy);
      word.data = "Copied";
    } catch {
      word.data = "Not copied";
    }
    later(() => (word.data = label), SHOWN);
  });
}

if (globalThis.navigator?.clipboard && globalThis.document) {
  for (const button of document.querySelectorAll("button[data-copy]")) arm(button, navigator.clipboard);
}
