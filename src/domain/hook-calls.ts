/**
 * Reads an operator's hook files for hooks that keep others from their turn. A text is all there is to look at: what
 * cannot be told from it is left alone.
 * @module
 */

/** A call in a hook file after which nobody else is asked. */
export interface CutOffCall {
  /** From 1. */
  line: number;
  /** Such as `onRecordCreate`. */
  call: string;
}

/** Hooks and middlewares among which the kit's own are, or on which its writes depend. */
const REGISTRATION = /\b(routerUse|on(?:Record|Model)[A-Z]\w*)\s*\(/g;
/** The collections of the kit; a hook that names others alone is no concern of it. */
const OURS = /["'`](?:tbl_auth_users|tbl_auth_identities|tbl_company)["'`]/;
/** Hooks that may give new records a value. */
const FILLS = /\bon(?:Record|Model)(?:Create|Validate)\w*\s*\(/;

/** A function that is written in place, as far as its parameter: `(e) =>`, `e =>`, `function (e)`. */
const CALLBACK = /^\s*(?:function\b\s*\w*\s*\(\s*([\w$]*)|\(\s*([\w$]*)[^()]*\)[^=(){}]*=>|([\w$]+)\s*=>)/;

/**
 * The hooks of a file that neither call `next` nor always throw, and hand their event to nobody who could.
 * @param source a hook file's text
 */
export function cutOffCalls(source: string): CutOffCall[] {
  const code = withoutTexts(source);
  return [...code.matchAll(REGISTRATION)].flatMap(({ 0: head, 1: call = "", index }) => {
    const start = index + head.length;
    const end = endOfCall(code, start);
    const found = CALLBACK.exec(code.slice(start, end));
    if (!found) return [];
    const body = code.slice(start + found[0].length, end);
    const event = found[1] ?? found[2] ?? found[3] ?? "";
    if (goesOn(body, event) || isForOthers(source.slice(start + found[0].length, end), body)) return [];
    return [{ line: source.slice(0, index).split("\n").length, call }];
  });
}

/** Whether a file has hooks that may fill fields of new records. */
export function mayFillRecords(source: string): boolean {
  return FILLS.test(withoutTexts(source));
}

function goesOn(body: string, event: string): boolean {
  if (/\.\s*next\b/.test(body) || /^[\s){]*throw\b/.test(body)) return true;
  const name = event.replace(/\$/g, "\\$&");
  return (
    event !== "" && new RegExp(`(?:[(,=[:]|\\.\\.\\.|\\breturn)\\s*${name}\\s*(?:[),;\\]}\\n]|$)`).test(body)
  );
}

/** Whether the names of collections behind the callback are all of an operator's own. */
function isForOthers(original: string, code: string): boolean {
  const tags = original.slice(Math.max(0, code.lastIndexOf("}")));
  return /["'`]\w+["'`]/.test(tags) && !OURS.test(tags);
}

/** Where the bracket that was opened before `start` closes; the end of the text for one that never does. */
function endOfCall(code: string, start: number): number {
  let depth = 1;
  for (let at = start; at < code.length; at++) {
    if (code[at] === "(") depth++;
    else if (code[at] === ")" && --depth === 0) return at;
  }
  return code.length;
}

/** In turn: comments, templates, texts, and regular expressions where a value may begin. */
const TEXTS =
  /\/\/[^\n]*|\/\*[\s\S]*?\*\/|`(?:\\[\s\S]|[^`\\])*`|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|(?<=[(,=:[!&|?{};]\s*|\breturn\s)\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\[\n])+\//g;

/** The same text, as long and with the same lines, in which nothing is left but code. */
function withoutTexts(source: string): string {
  return source.replace(TEXTS, (text) => text.replace(/[^\n]/g, " "));
}
