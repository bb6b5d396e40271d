// The email to read: each sentence with the words of the notes it rests on, findings under the words they mean, the length.

import { $, h, shown } from "./dom.js";
import { showSource } from "./notes.js";

const GAP = 10;
let why = null;

export function showLength(letter) {
  const { words, band } = letter;
  const share = (count) => `${Math.min(100, (100 * count) / band.most)}%`;
  const meter = $("meter");
  meter.setAttribute("aria-valuemax", band.most);
  meter.setAttribute("aria-valuenow", Math.min(words, band.most));
  const aim = `aim ${band.min}–${band.max}`;
  const says = words < band.min ? `${band.min - words} too few` : words > band.max ? `${words - band.max} too many` : "as it should be";
  meter.setAttribute("aria-valuetext", `${words} words, ${says}, ${aim}`);
  meter.className = words < band.min || words > band.max ? "meter off" : "meter";
  meter.querySelector(".meter-band").style.left = share(band.min);
  meter.querySelector(".meter-band").style.width = `${(100 * (band.max - band.min)) / band.most}%`;
  meter.querySelector(".meter-now").style.left = share(words);
  $("length-says").textContent = `${words} words, ${aim}`;
}

/** The letter as it is being written: greeting, then piece after piece; what has been shown may still be mended. */
export function begin(greeting = "") {
  $("letter").classList.remove("blank");
  $("letter").setAttribute("aria-busy", "true");
  $("reading").style.minHeight = `${$("reading").offsetHeight}px`; // what stands below stays where it is
  const caret = h("span", { class: "caret", "aria-hidden": "true" });
  $("reading").replaceChildren(h("p", { class: "subject" }, "\u00a0"), h("p", { class: "greeting" }, greeting ? shown(greeting) : caret));
}

export function addText(text) {
  const reading = $("reading");
  const isNew = reading.children.length < 3 || text.startsWith("\n\n");
  if (isNew) reading.append(h("p"));
  const paragraph = reading.lastElementChild;
  paragraph.append(isNew ? "" : " ", h("span", { class: "fresh" }, shown(text.trim())));
}

/** What stands where no email does. */
export function showEmpty(...texts) {
  $("reading").style.minHeight = "";
  $("letter").setAttribute("aria-busy", "false");
  $("letter").classList.add("blank");
  $("reading").replaceChildren(...texts.map((text) => h("p", { class: "empty" }, shown(text))));
}

/** A text as it stands in the editor, for the paper. */
export function showTyped(text) {
  $("reading").replaceChildren(h("p", { class: "typed" }, shown(text)));
}

/** An edited email with the sentences that stayed as they were known by what they rested on before. */
export function remember(letter, former) {
  const known = new Map((former?.paragraphs || []).flat().map((sentence) => [sentence.text, sentence]));
  for (const paragraph of letter.paragraphs) {
    for (const sentence of paragraph) {
      const { kind, confirm, sources } = known.get(sentence.text) || sentence;
      Object.assign(sentence, { kind, confirm, sources });
    }
  }
  return letter;
}

/** The whole email; `fix` mends a finding, `edit` opens the editor at its place, `notes` light up where a sentence rests. */
export function showLetter(letter, { notes, fix, edit }) {
  $("letter").setAttribute("aria-busy", "false");
  $("letter").classList.remove("blank");
  hideWhy();
  const of = (where) => letter.findings.filter((one) => one.where === where);
  const notesUnder = (list) => list.map((one) => findingNote(one, { fix, edit }));
  const parts = [h("p", { class: "subject" }, h("span", { class: "unseen" }, "Subject: "), marked(letter.subject, of("subject"))), ...notesUnder(of("subject"))];
  if (letter.greeting) parts.push(h("p", { class: "greeting" }, marked(letter.greeting, of("greeting"))), ...notesUnder(of("greeting")));
  const body = of("body");
  const whole = body.filter((one) => one.end <= one.start || one.end - one.start > longest(letter));
  const placed = body.filter((one) => !whole.includes(one));
  for (const paragraph of letter.paragraphs) {
    const own = placed.filter((one) => paragraph.some((sentence) => one.start >= sentence.start && one.start < sentence.end));
    const row = paragraph.flatMap((sentence, index) => [index ? " " : "", sentenceOf(sentence, own, notes)]);
    parts.push(h("p", {}, row), ...notesUnder(own));
  }
  parts.push(...notesUnder(whole));
  parts.push(h("p", { class: "closing" }, marked(letter.closing, of("closing")), h("br"), marked(letter.signature, of("signature"))), ...notesUnder([...of("closing"), ...of("signature")]));
  for (const check of letter.could_not_run) parts.push(h("p", { class: "finding error" }, `The check ${check} could not run, so this email is not cleared. Please report it as a bug.`));
  $("reading").replaceChildren(...parts);
  $("reading").style.minHeight = "";
  showLength(letter);
}

const longest = (letter) => Math.max(1, ...letter.paragraphs.flat().map((sentence) => sentence.end - sentence.start));

/** Text with the words that findings mean underlined; offsets count from `from`. */
export function marked(text, findings, from = 0) {
  const cuts = new Set([0, text.length]);
  const spans = findings.map((one) => ({ start: Math.max(0, one.start - from), end: Math.min(text.length, one.end - from), severity: one.severity })).filter((one) => one.end > one.start);
  for (const span of spans) cuts.add(span.start).add(span.end);
  const edges = [...cuts].sort((a, b) => a - b);
  return edges.slice(1).flatMap((end, index) => {
    const start = edges[index];
    const over = spans.filter((span) => span.start <= start && span.end >= end);
    if (!over.length) return shown(text.slice(start, end));
    return [h("span", { class: `found ${over.some((one) => one.severity === "error") ? "error" : "warning"}` }, shown(text.slice(start, end)))];
  });
}

export function findingNote(one, { fix, edit }) {
  const button = one.can_fix
    ? h("button", { type: "button", class: "small", onclick: () => fix(one) }, fixLabel(one.fix))
    : edit && one.at
      ? h("button", { type: "button", class: "small quiet", onclick: () => edit(one) }, "Change the words")
      : null;
  return h("div", { class: `finding ${one.severity}` }, h("p", {}, h("strong", {}, one.severity === "error" ? "Must change: " : "Worth a look: "), shown(one.message), " ", one.can_fix ? "" : shown(one.fix)), button);
}

const fixLabel = (text) => (text.length <= 60 ? text.replace(/\.$/, "") : "Mend this");

function sentenceOf(sentence, findings, notes) {
  const own = findings.filter((one) => one.start < sentence.end && one.end > sentence.start);
  const element = h("span", { class: `sentence ${sentence.kind}${sentence.confirm ? " confirm" : ""}`, tabindex: "0", role: "note", "aria-describedby": "why" }, marked(sentence.text, own, sentence.start));
  if (sentence.confirm) element.append(h("span", { class: "unseen" }, " (yours to confirm)"));
  const open = () => showWhy(element, sentence, notes);
  element.addEventListener("mouseenter", open);
  element.addEventListener("focus", open);
  element.addEventListener("click", open);
  element.addEventListener("mouseleave", (event) => event.relatedTarget !== $("why") && document.activeElement !== element && hideWhy());
  element.addEventListener("blur", hideWhy);
  return element;
}

function showWhy(element, sentence, notes) {
  const source = notes.source || "";
  const quotes = sentence.sources.map((one) => one.quote);
  const lead = sentence.confirm
    ? "Yours to confirm: your view, not in your notes. Keep it only if you would say it."
    : quotes.length
      ? "Rests on your words"
      : "A courtesy; it states nothing.";
  const about = sentence.confirm && quotes.length ? [h("p", { class: "why-about" }, "About")] : [];
  $("why").replaceChildren(h("p", { class: sentence.confirm ? "why-lead confirm" : "why-lead" }, lead), ...about, ...[...new Set(quotes)].map((quote) => h("q", {}, shown(quote))));
  $("why").hidden = false;
  const box = element.getClientRects();
  const last = box[box.length - 1];
  const [first, width] = [box[0], $("why").offsetWidth];
  const left = Math.max(GAP, Math.min(last.left, innerWidth - width - GAP));
  const below = last.bottom + 6;
  const top = below + $("why").offsetHeight > innerHeight ? Math.max(GAP, first.top - $("why").offsetHeight - 6) : below;
  $("why").style.left = `${left + scrollX}px`;
  $("why").style.top = `${top + scrollY}px`;
  why?.classList.remove("open");
  why = element;
  element.classList.add("open");
  showSource(notes, sentence.sources.filter((one) => source.slice(one.start, one.end) === one.quote && one.end > one.start));
  why.notes = notes;
}

export function hideWhy() {
  $("why").hidden = true;
  if (!why) return;
  why.classList.remove("open");
  if (why.notes) showSource(why.notes);
  why = null;
}

$("why").addEventListener("mouseleave", hideWhy);
addEventListener("keydown", (event) => event.key === "Escape" && hideWhy());
