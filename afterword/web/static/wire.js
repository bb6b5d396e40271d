// Speaks with the program: JSON by POST, with the key of this run in a header. Nothing ever goes into an address.

const KEY = "afterword.key";

/** What went wrong, in a sentence; `kind` is "gone" (no answer), "key" (started anew) or "said" (an answer that says no). */
export class Trouble extends Error {
  constructor(kind, message) {
    super(message);
    this.kind = kind;
  }
}

/** Take the key out of the address the page was opened with, so that it stands in no history. */
export async function takeKey() {
  const given = new URLSearchParams(location.hash.slice(1));
  if (given.has("key") || given.has("ticket")) history.replaceState(history.state, "", location.pathname);
  if (given.has("key")) localStorage.setItem(KEY, given.get("key"));
  if (given.has("ticket")) {
    const { key } = await post("open", { ticket: given.get("ticket") });
    localStorage.setItem(KEY, key);
  }
  if (!localStorage.getItem(KEY)) throw new Trouble("key", "Open the address that the terminal shows: it holds the key to this page.");
}

async function ask(name, body, signal) {
  let answer;
  try {
    answer = await fetch(`/api/${name}`, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Afterword-Key": localStorage.getItem(KEY) || "" },
      body: JSON.stringify(body),
      cache: "no-store",
      credentials: "omit",
      signal,
    });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Trouble("gone", "Afterword does not answer. Start it again with “afterword serve”; what you wrote is kept here.");
  }
  if (answer.ok) return answer;
  const told = await answer.json().catch(() => ({ error: "Afterword answered in a way this page does not understand." }));
  throw new Trouble(answer.status === 401 ? "key" : "said", told.error);
}

export async function post(name, body, signal) {
  return (await ask(name, body, signal)).json();
}

export async function fetchFile(body) {
  const answer = await ask("file", body);
  const name = /filename="([^"]+)"/.exec(answer.headers.get("content-disposition") || "");
  return { blob: await answer.blob(), name: name ? name[1] : "email" };
}

/** Calls `tell` with every object of the answer as soon as its line is here. */
export async function stream(name, body, tell, signal) {
  const answer = await ask(name, body, signal);
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      const lines = (rest + value).split("\n");
      rest = lines.pop();
      for (const line of lines) if (line) tell(JSON.parse(line));
    }
  } catch (error) {
    if (error.name === "AbortError" || error instanceof Trouble) throw error;
    throw new Trouble("gone", "Afterword stopped in the middle. Start it again with “afterword serve”; what you wrote is kept here.");
  }
}
