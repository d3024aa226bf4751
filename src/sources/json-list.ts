/** Characters of a record, which a paper with 5,000 authors has not, and how deep things may lie in it. */
const longestRecord = 2_000_000;
const deepest = 100;

/**
 * The records of a JSON list, one after the other: whoever stops early never paid for the rest, and of millions of tiny ones no more
 * than one is held. As strict as JSON.parse, but only up to where it is read. One that is longer or deeper than any paper, which would
 * take seconds and hundreds of MB, is undefined, and not read.
 * @throws SyntaxError where the text is no list
 */
export function* recordsOf(text: string): Generator<unknown> {
  let at = skipSpace(text, 0);
  if (text[at] !== "[") throw new SyntaxError("no list");
  at = skipSpace(text, at + 1);
  if (text[at] !== "]")
    for (;;) {
      const { end, depth } = measureValue(text, at);
      const isReadable = end - at <= longestRecord && depth <= deepest;
      yield isReadable ? (JSON.parse(text.slice(at, end)) as unknown) : undefined;
      if (text[end] === "]") {
        at = end;
        break;
      }
      if (text[end] !== ",") throw new SyntaxError("a bracket that closes nothing");
      at = end + 1;
    }
  if (skipSpace(text, at + 1) < text.length) throw new SyntaxError("text behind the list");
}

/** Whether a text is a list as far as its first sign says. */
export function beginsAsList(text: string): boolean {
  return text[skipSpace(text, 0)] === "[";
}

const [quote, backslash, comma] = ['"', "\\", ","].map((sign) => sign.charCodeAt(0));
const opening = new Set(["[", "{"].map((sign) => sign.charCodeAt(0)));
const closing = new Set(["]", "}"].map((sign) => sign.charCodeAt(0)));

/** Where the comma or the bracket behind a value of the list is, and how deep it goes. */
function measureValue(text: string, start: number): { readonly end: number; readonly depth: number } {
  let depth = 0;
  let most = 0;
  for (let at = start; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === quote) at = endOfString(text, at);
    else if (opening.has(code)) most = Math.max(most, ++depth);
    else if (depth === 0 && (code === comma || closing.has(code))) return { end: at, depth: most };
    else if (closing.has(code)) depth--;
  }
  throw new SyntaxError("the list has no end");
}

function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let before = end - 1;
    while (text.charCodeAt(before) === backslash) before--;
    if ((end - before) % 2 === 1) return end;
  }
  throw new SyntaxError("a string has no end");
}

function skipSpace(text: string, start: number): number {
  let at = start;
  while (at < text.length && " \t\r\n".includes(text[at] ?? "")) at++;
  return at;
}
