/** Where a text has formulas, and which braces are pairs. Positions are UTF-16 units; each part takes time in proportion to the text. */
export interface Spans {
  /** Ends of formulas by their beginnings: $x$, $$x$$, \(x\), \[x\]. */
  readonly formulas: ReadonlyMap<number, number>;
  /** Closing braces by their opening ones, outside formulas. */
  readonly groups: ReadonlyMap<number, number>;
}

/** Finds formulas and groups. */
export function findSpans(text: string): Spans {
  const formulas = findFormulas(text);
  return { formulas, groups: findGroups(text, formulas) };
}

function findFormulas(text: string): ReadonlyMap<number, number> {
  const formulas = new Map<number, number>();
  const dollars = findDollars(text);
  // Once there is no further \) or \], nobody looks for it again.
  const missing = new Set<string>();
  let dollar = 0;
  for (let at = 0; at < text.length; ) {
    const end = text[at] === "\\" ? closeBracket(text, at, missing) : undefined;
    if (end !== undefined) {
      formulas.set(at, end);
      at = end;
      continue;
    }
    while (dollar < dollars.length && (dollars[dollar] ?? 0) < at) dollar++;
    if (dollars[dollar] === at) {
      const close = closeDollar(text, dollars, dollar);
      if (close !== undefined) formulas.set(at, close);
      at = close ?? at + 1;
    } else at += text[at] === "\\" ? 2 : 1;
  }
  return formulas;
}

/** Places of the dollars that no backslash stands before. */
function findDollars(text: string): readonly number[] {
  return Array.from(text.matchAll(/\\[\s\S]?|\$/g)).flatMap(({ 0: sign, index }) =>
    sign === "$" ? [index] : [],
  );
}

function closeBracket(text: string, at: number, missing: Set<string>): number | undefined {
  const close = { "(": "\\)", "[": "\\]" }[text[at + 1] ?? ""];
  if (close === undefined || missing.has(close)) return undefined;
  const end = text.indexOf(close, at + 2);
  if (end < 0) missing.add(close);
  return end < 0 ? undefined : end + 2;
}

/** Behind the formula that begins at a dollar. "$5 to $10" is money: a space inside one dollar alone makes none, but for "$\alpha $". */
function closeDollar(text: string, dollars: readonly number[], nth: number): number | undefined {
  const from = dollars[nth] ?? 0;
  const next = dollars[nth + 1];
  if (next === undefined) return undefined;
  if (next === from + 1) {
    const [end, last] = dollars.slice(nth + 2, nth + 4);
    return end !== undefined && last === end + 1 ? last + 1 : undefined;
  }
  const inner = text.slice(from + 1, next);
  const begins = /^\s/.test(inner);
  const ends = /\s$/.test(inner);
  const isFormula = begins === ends ? !begins || /[\\^_={]/.test(inner) : inner.trimStart().startsWith("\\");
  return isFormula ? next + 1 : undefined;
}

function findGroups(text: string, formulas: ReadonlyMap<number, number>): ReadonlyMap<number, number> {
  const groups = new Map<number, number>();
  const open: number[] = [];
  for (let at = 0; at < text.length; ) {
    const sign = text[at];
    if (sign === "{") open.push(at);
    else if (sign === "}") {
      const start = open.pop();
      if (start !== undefined) groups.set(start, at);
    }
    at = formulas.get(at) ?? at + (sign === "\\" ? 2 : 1);
  }
  return groups;
}
