// Builds elements. Text only ever becomes text, never markup; characters that steer a screen are shown by their number.

const STEERING = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu;

export const $ = (id) => document.getElementById(id);

export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

/** Text as nodes, hidden characters as small labels. */
export function shown(text) {
  const nodes = [];
  let at = 0;
  for (const hit of text.matchAll(STEERING)) {
    nodes.push(text.slice(at, hit.index), h("span", { class: "hidden-char" }, `U+${hit[0].codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}`));
    at = hit.index + hit[0].length;
  }
  nodes.push(text.slice(at));
  return nodes;
}

/** Take hidden characters out of what was typed or pasted into a field. */
export function tidy(field) {
  const clean = field.value.replace(STEERING, "");
  if (clean === field.value) return;
  const at = Math.max(0, field.selectionStart - (field.value.length - clean.length));
  field.value = clean;
  field.setSelectionRange(at, at);
  announce("Hidden characters were left out.");
}

export function announce(text) {
  $("status").textContent = "";
  requestAnimationFrame(() => ($("status").textContent = text));
}

export function grow(area) {
  area.style.height = "auto";
  area.style.height = `${area.scrollHeight + 2}px`;
}

/** Wait until nothing has happened for a while; only the last call counts, and none after `stop`. */
export function calm(wait, work) {
  let timer = 0;
  const soon = (...given) => {
    clearTimeout(timer);
    timer = setTimeout(() => work(...given), wait);
  };
  soon.stop = () => clearTimeout(timer);
  return soon;
}
