// What is kept between two visits: in this browser, and nowhere else.

const PLACE = "afterword.work";

export const EMPTY = () => ({ text: "", view: null, letters: [], current: 0, former: null, seed: 0, model: "", modelName: "", to: "", stage: "notes", written: "" });

export function load() {
  try {
    return { ...EMPTY(), ...JSON.parse(localStorage.getItem(PLACE) || "{}") };
  } catch {
    return EMPTY();
  }
}

let timer = 0;
let waiting = null;

/** Keep the state soon; at once when the page is left. */
export function keep(state) {
  waiting = state;
  clearTimeout(timer);
  timer = setTimeout(flush, 150);
}

export function flush() {
  clearTimeout(timer);
  if (!waiting) return;
  try {
    localStorage.setItem(PLACE, JSON.stringify(waiting));
  } catch {
    // A full or forbidden store loses nothing that is on the page now.
  }
  waiting = null;
}

export function forget() {
  clearTimeout(timer);
  waiting = null;
  localStorage.removeItem(PLACE);
}

addEventListener("pagehide", flush);
