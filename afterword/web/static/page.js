// Joins the parts of the page: reading notes, writing, editing, taking away; what is kept, and what to say when something fails.

import { $, announce, calm, h, shown, tidy } from "./dom.js";
import { Editor } from "./editor.js";
import { EMPTY, flush, forget, keep, load } from "./keep.js";
import { addText, begin, hideWhy, remember, showEmpty, showLetter, showTyped } from "./letter.js";
import { sameMatter, Understood, usable } from "./notes.js";
import { offer } from "./take.js";
import { post, stream, takeKey } from "./wire.js";

let state = load();
let models = [];
let writing = null;

const NEXT = {
  notes: "It will stand here once your notes are read.",
  question: "It can be written once the question about your notes is answered.",
  understood: "Check what was understood of your notes, then have it written.",
};

const STAGES = { checking: "Checking …", mending: "Mending …" };

const letterNow = () => state.letters[state.current];
const lettersNow = () => ({ letters: state.letters, current: state.current, written: state.written });
const save = () => keep(state);

/* ---- what went wrong ---- */

function trouble(error, retry) {
  if (error.name === "AbortError") return;
  const again = retry && error.kind !== "said" ? h("button", { type: "button", class: "small", onclick: () => (calmDown(), retry()) }, "Try again") : null;
  $("trouble").replaceChildren(h("p", {}, shown(error.message)), ...(again ? [again] : []));
  $("trouble").hidden = false;
  $("trouble").dataset.kind = error.kind || "said";
  if (!error.kind) console.error(error);
}

function calmDown() {
  $("trouble").hidden = true;
}

/* ---- notes ---- */

const understood = new Understood({
  changed: (notes) => {
    state.view.notes = notes;
    changed();
    review();
  },
  answer: (answers) => refresh(answers, "Put in."),
  typed: save,
  choose: async (scenario) => {
    state.view.notes.scenario = scenario || undefined;
    if (state.view.origin === "text" && scenario && !state.view.touched) await read({ scenario });
    else await refresh([], "");
  },
});

/** Have the notes read: those in the field, or the `file` with its `name` and `data` as base64. */
async function read({ scenario, file } = {}) {
  calmDown();
  if (!file && !$("notes").value.trim()) {
    trouble(Object.assign(new Error("There are no notes yet: paste a few lines about the interview first."), { kind: "said" }));
    $("notes").focus();
    return;
  }
  writing?.abort();
  try {
    const view = await post("read", { ...(file || { text: $("notes").value }), ...(scenario ? { scenario } : {}) });
    if (view.notes.source) $("notes").value = state.text = view.notes.source;
    state.view = view;
    const gone = dropOthers();
    stage("understood");
    $("understood-title").focus({ preventScroll: innerWidth >= 1000 });
    const next = view.questions.length ? "There is a question." : "Check what was understood, then write the email.";
    announce(`Read. ${gone ? "The email to the former notes is gone. " : ""}${next}`);
  } catch (error) {
    trouble(error, () => read({ scenario, file }));
  }
}

/** Take away emails of another matter: none may stand ready to be copied beside notes that it was not written for. Whether one did. */
function dropOthers() {
  const isOther = (one) => !one.written || !sameMatter(state.view.notes, JSON.parse(one.written));
  if (state.former && isOther(state.former)) state.former = null;
  if (!state.letters.length || !isOther(state)) return false;
  editor.close();
  const { letters, current, written } = EMPTY();
  Object.assign(state, { letters, current, written });
  showOutcome();
  return true;
}

/** Ask anew what is missing, with answers put in. */
async function refresh(answers, said) {
  try {
    const kept = state.view;
    const view = await post("view", { notes: usable(kept.notes), answers });
    state.view = { ...kept, ...view, reason: kept.notes.scenario === view.notes.scenario ? kept.reason : "", ignored: kept.ignored, hidden: kept.hidden, warnings: kept.warnings };
    if (kept.reason && !state.view.reason) state.view.reason = "You chose it.";
    understood.show(state.view);
    changed();
    if (said) announce(state.view.questions.length ? `${said} There is another question.` : said);
    if (answers.length) (state.view.questions.length ? $("question-0") : $("write"))?.focus();
  } catch (error) {
    trouble(error, () => refresh(answers, said));
  }
}

/** The same in the background while fields are edited: only the questions are shown anew. */
const review = calm(300, async () => {
  try {
    state.view.touched = true;
    const view = await post("view", { notes: usable(state.view.notes), answers: [] });
    state.view.questions = view.questions;
    if (!$("questions").contains(document.activeElement)) understood.ask(view.questions);
    ready();
    save();
  } catch (error) {
    trouble(error, review);
  }
});

function changed() {
  $("stale").hidden = !state.letters.length || state.written === JSON.stringify(usable(state.view.notes));
  people();
  ready();
  save();
}

function ready() {
  const open = state.view?.questions.some((one) => one.blocking);
  $("write").disabled = !state.view || open || Boolean(writing);
  if (!letterNow() && !writing) empty();
  $("former").classList.toggle("away", !state.former);
  $("again").disabled = $("former").disabled = $("edit").disabled = !letterNow()?.letter || Boolean(writing);
}

function people() {
  const names = (state.view?.notes.recipients || []).map((one) => one.name).filter(Boolean);
  $("to-field").hidden = names.length < 2;
  const options = [["", "Whoever it is mainly for"], ...names.map((name) => [name, name]), ["*", "Each of them, one email each"]];
  $("to").replaceChildren(...options.map(([value, text]) => h("option", { value }, text)));
  $("to").value = names.length > 1 && options.some(([value]) => value === state.to) ? state.to : "";
}

/* ---- stages, and the way back ---- */

function stage(name, { push = true } = {}) {
  if (push && name !== state.stage) history.pushState({ stage: name }, "");
  state.stage = name;
  document.body.dataset.stage = name;
  const isRead = name !== "notes" && state.view;
  $("paste").hidden = Boolean(isRead);
  $("pasted").hidden = $("understood").hidden = !isRead;
  if (isRead) understood.show(state.view);
  if (state.view) changed();
  save();
}

addEventListener("popstate", (event) => {
  hideWhy();
  const wanted = event.state?.stage || "notes";
  stage(wanted === "email" && !letterNow() ? "understood" : wanted, { push: false });
});

/* ---- the email ---- */

const editor = new Editor({
  request: () => ({
    notes: usable(state.view.notes),
    ...(letterNow()?.to ? { to: letterNow().to } : {}),
    others: state.letters.filter((one, index) => index !== state.current && one.letter).map((one) => one.letter.text),
  }),
  typed: (text) => {
    letterNow().typed = text;
    save();
  },
  checked: (letter) => {
    delete letterNow().typed;
    letterNow().letter = remember(letter, letterNow().letter);
    calmDown();
    save();
  },
  failed: (error) => trouble(error, () => editor.check()),
});

async function write({ seed = 0 } = {}) {
  calmDown();
  editor.close();
  const to = $("to-field").hidden ? "" : $("to").value;
  const notes = usable(state.view.notes);
  const wish = { notes, model: $("model").value, name: $("model-name").value, seed, ...(to && to !== "*" ? { to } : {}) };
  const began = state;
  const former = lettersNow();
  const found = [];
  let greeting = "";
  writing = new AbortController();
  ready();
  $("write").textContent = "Writing …";
  begin();
  announce("Writing.");
  try {
    await stream(to === "*" ? "panel" : "draft", wish, (event) => {
      if (event.event === "greeting") begin((greeting = event.text));
      if (event.event === "text") addText(event.text);
      if (event.event === "stage") {
        if (event.text === "again" || event.text === "phrasebook") begin(greeting);
        $("write").textContent = STAGES[event.text] || "Writing …";
      }
      if (event.event === "error") found.push(event.error);
      if (event.event === "outcome" || event.event === "panel") {
        const one = { ...event, to: event.to || wish.to || "" };
        if (event.event === "outcome" || !state.fresh) state.letters = [];
        state.fresh = true;
        state.letters.push(one);
        state.current = 0;
        state.seed = seed;
        showOutcome();
      }
    }, writing.signal);
    if (found.length) throw Object.assign(new Error(found[0]), { kind: "said" });
    state.written = JSON.stringify(notes);
    state.former = former.letters.length && seed ? former : null;
    $("stale").hidden = true;
    state.to = to;
    stage("email");
    $("email-title").focus({ preventScroll: true });
    if (innerWidth < 1000) $("email-title").scrollIntoView();
    const letter = letterNow().letter;
    announce(letterNow().verdict === "refused" ? "No email passes every rule with these notes." : `The email is written: ${letter.words} words.`);
  } catch (error) {
    Object.assign(began, former); // what was forgotten meanwhile stays forgotten
    showOutcome();
    trouble(error, () => write({ seed }));
  } finally {
    writing = null;
    delete began.fresh;
    $("write").textContent = "Write the email";
    ready();
    save();
  }
}

function showOutcome() {
  const one = letterNow();
  $("take").hidden = $("before").hidden = !one?.letter;
  tabs();
  if (!one) {
    empty();
    return;
  }
  if (one.letter) showLetter(one.letter, { notes: state.view.notes, fix: mend, edit: (finding) => editor.open(one.letter, { finding }) });
  else showEmpty("No email yet: the notes lack something it cannot do without.", ...one.questions);
  before(one);
  ready();
  if (one.letter && one.typed !== undefined) editor.open(one.letter, { typed: one.typed });
}

function empty() {
  const next = !state.view || state.stage === "notes" ? "notes" : state.view.questions.some((one) => one.blocking) ? "question" : "understood";
  showEmpty(`${NEXT[next]} Point at a sentence then, and you see which of your words it rests on.`, "Nothing is ever sent for you.");
}

async function mend(finding) {
  try {
    const letter = await post("fix", { ...editor.request(), text: letterNow().letter.text, rule: finding.rule, start: finding.at[0], end: finding.at[1] });
    letterNow().letter = remember(letter, letterNow().letter);
    showOutcome();
    save();
    announce("Mended.");
    $("email-title").focus({ preventScroll: true });
  } catch (error) {
    trouble(error, () => mend(finding));
  }
}

function before(one) {
  const rows = [];
  if (one.verdict === "refused" && one.letter && !one.letter.passed) rows.push(["hold", "No wording passes every rule with these notes; what is marked must change before this can go."]);
  for (const piece of one.advice) rows.push([piece.level, piece.text]);
  const views = (one.letter?.paragraphs || []).flat().filter((sentence) => sentence.confirm);
  if (views.length) rows.push(["confirm", views.length > 1 ? "These sentences are your view rather than a noted fact; keep them only if you would say them:" : "This sentence is your view rather than a noted fact; keep it only if you would say it:", views.map((sentence) => sentence.text)]);
  for (const text of one.remarks) rows.push(["info", text]);
  if (one.letter) for (const text of one.questions) rows.push(["info", `It would be better with an answer to this: ${text}`]);
  $("advice").replaceChildren(...rows.map(([level, text, quotes = []]) => h("li", { class: level }, shown(text), quotes.map((quote) => h("q", {}, shown(quote))))));
  $("remind").hidden = !one.calendar;
  $("before").hidden = !rows.length;
}

function tabs() {
  const many = state.letters.length > 1;
  $("panel").hidden = !many;
  $("letter").removeAttribute("aria-labelledby");
  if (!many) return;
  $("panel").replaceChildren(
    ...state.letters.map((one, index) =>
      h("button", { type: "button", role: "tab", id: `tab-${index}`, "aria-selected": String(index === state.current), "aria-controls": "letter", tabindex: index === state.current ? "0" : "-1", onclick: () => turn(index) }, shown(one.to)),
    ),
  );
}

function turn(index) {
  editor.close();
  state.current = (index + state.letters.length) % state.letters.length;
  showOutcome();
  $(`tab-${state.current}`).focus();
  save();
}

/* ---- models ---- */

async function listModels() {
  ({ models } = await post("models", {}));
  $("model").replaceChildren(...models.map((one) => h("option", { value: one.id }, one.label)));
  $("model-name").value = state.modelName;
  $("model").value = models.some((one) => one.id === state.model) ? state.model : models[0].id;
  chosen();
}

function chosen() {
  const one = models.find((model) => model.id === $("model").value);
  if (!one) return;
  const named = one.spec.endsWith(":");
  $("model-name-field").hidden = !named;
  $("model-names").replaceChildren(...one.names.map((value) => h("option", { value })));
  if (named && !$("model-name").value && one.names.length) $("model-name").value = one.names[0];
  const leaves = Boolean(one.leaves_for);
  $("model-note").className = leaves ? "hint leaves" : "hint";
  $("model-note").textContent = leaves ? `Your notes will leave this machine: they go to ${one.leaves_for}. What is marked private is not sent.` : `${one.note[0].toUpperCase()}${one.note.slice(1)}.`;
  $("place").textContent = leaves ? `Notes go to ${one.leaves_for}` : "Nothing leaves this machine";
  $("place").className = leaves ? "place leaves" : "place";
  state.model = one.id;
  state.modelName = $("model-name").value;
  save();
}

/* ---- taking it away ---- */

const takenNow = () => ({ notes: usable(state.view.notes), text: editor.isOpen ? $("text").value : letterNow().letter.text, ...(letterNow().to ? { to: letterNow().to } : {}) });

offer(takenNow, trouble);

/* ---- buttons ---- */

$("read").addEventListener("click", () => read());
$("notes").addEventListener("input", () => {
  tidy($("notes"));
  state.text = $("notes").value;
  save();
});
$("notes").addEventListener("keydown", (event) => (event.ctrlKey || event.metaKey) && event.key === "Enter" && read());
$("change").addEventListener("click", () => {
  stage("notes");
  $("notes").focus();
});
$("write").addEventListener("click", () => write());
$("again").addEventListener("click", () => write({ seed: state.seed + 1 }));
$("former").addEventListener("click", () => {
  editor.close();
  Object.assign(state, state.former, { former: lettersNow() });
  showOutcome();
  changed();
  announce("The former wording is back.");
});
$("model").addEventListener("change", () => {
  $("model-name").value = "";
  chosen();
});
$("model-name").addEventListener("input", () => {
  state.modelName = $("model-name").value;
  save();
});
$("to").addEventListener("change", () => {
  state.to = $("to").value;
  save();
});
addEventListener("beforeprint", () => editor.isOpen && showTyped($("text").value));
$("edit").addEventListener("click", async () => {
  if (!editor.isOpen) return editor.open(letterNow().letter);
  await editor.check();
  if (letterNow().typed !== undefined) return; // not judged yet, so not done
  editor.close();
  showOutcome();
  $("edit").focus();
});
$("panel").addEventListener("keydown", (event) => {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (step) turn(state.current + step);
});

$("forget").addEventListener("click", () => $("ask").showModal());
$("ask-no").addEventListener("click", () => $("ask").close());
$("ask-yes").addEventListener("click", () => {
  $("ask").close();
  writing?.abort();
  forget();
  state = EMPTY();
  editor.close();
  $("notes").value = $("model-name").value = "";
  calmDown();
  stage("notes");
  showOutcome();
  ready();
  flush();
  forget();
  $("notes").focus();
  announce("Everything is forgotten.");
});

/* ---- files ---- */

async function take(file) {
  if (!file) return;
  if (file.size > 1_000_000) return trouble(Object.assign(new Error(`${file.name} is too large for interview notes.`), { kind: "said" }));
  const text = await file.text();
  if (text.trim() && !/[\0\ufffd]/.test(text)) $("notes").value = state.text = text; // there to be corrected, should it not be usable
  await read({ file: { name: file.name, data: await base64(file) } });
}
function base64(file) {
  return new Promise((done, fail) => {
    const reader = new FileReader();
    reader.onload = () => done(reader.result.split(",")[1] || "");
    reader.onerror = () => fail(Object.assign(new Error(`${file.name} cannot be read.`), { kind: "said" }));
    reader.readAsDataURL(file);
  });
}
$("choose").addEventListener("click", () => $("file").click());
$("file").addEventListener("change", () => {
  take($("file").files[0]);
  $("file").value = "";
});
addEventListener("dragover", (event) => {
  if (![...event.dataTransfer.types].includes("Files")) return;
  event.preventDefault();
  $("drop").hidden = false;
});
addEventListener("dragleave", (event) => event.relatedTarget || ($("drop").hidden = true));
addEventListener("drop", (event) => {
  if (!event.dataTransfer.files.length) return;
  event.preventDefault();
  $("drop").hidden = true;
  take(event.dataTransfer.files[0]);
});

/* ---- start ---- */

async function start() {
  calmDown();
  $("notes").value = state.text;
  const wanted = state.view ? (history.state?.stage && history.state.stage !== "notes" ? history.state.stage : state.stage) : "notes";
  state.stage = wanted;
  history.replaceState({ stage: wanted }, "");
  stage(wanted, { push: false });
  showOutcome();
  ready();
  try {
    await takeKey();
    await listModels();
  } catch (error) {
    trouble(error, start);
  }
}

start();
