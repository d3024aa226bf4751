import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cleanTex } from "../../src/text/tex.ts";

const raw = String.raw;

describe("cleanTex makes characters of", () => {
  test.each([
    ["escaped signs", raw`Q\&A at 5\% for \$3, \#1 of A\_B`, "Q&A at 5% for $3, #1 of A_B"],
    [
      "accents",
      raw`Schr\"odinger, Fr\'{e}chet, na\"{\i}ve, espa\~nol`,
      "Schrödinger, Fréchet, naïve, español",
    ],
    ["accents in braces", raw`{\'e}t{\'{e}} and Csisz{\' a}r`, "été and Csiszár"],
    ["accents of letters", raw`fa\c{c}ade, Toma\v{s}ev, s\u{a}`, "façade, Tomašev, să"],
    [
      "accents of the next letter",
      raw`Fran\c cois, Fran{\c c}ois, Erd\H os, \v Skoda`,
      "François, François, Erdős, Škoda",
    ],
    [
      "letters of their own",
      raw`M\o ller, Stra\ss e, \L ukasz, Isstr{\o}m, 5 {\AA}`,
      "Møller, Straße, Łukasz, Isstrøm, 5 Å",
    ],
    ["fonts", raw`\textbf{Fast} \emph{and \texttt{small}} {\em maps}`, "Fast and small maps"],
    ["fonts of single letters", raw`\underline{\textbf{S}}mall {{\large {\textbf{M}}}}aps`, "Small Maps"],
    ["signs that arXiv itself put in braces", raw`360{\deg} with {\alpha} and \b{eta}`, "360° with α and β"],
    ["figures above and below", raw`H\textsubscript{2}O, the 2\textsuperscript{nd}`, "H₂O, the 2nd"],
    [
      "links",
      raw`Code: \url{https://maps.example/a\_b}, \href{https://maps.example}{here}`,
      "Code: https://maps.example/a_b, here (https://maps.example)",
    ],
    ["notes and citations", raw`Maps~\cite{a,b} help\footnote{Mostly.}.`, "Maps help (Mostly.)."],
    ["colours", raw`\textcolor{red}{Red} \color[RGB]{1,2,3}maps`, "Red maps"],
    [
      "words and spaces",
      raw`\LaTeX{} and \TeX, \eg 1\,600 maps, i.e.\ many \\ of them`,
      "LaTeX and TeX, e.g. 1 600 maps, i.e. many of them",
    ],
    [
      "quotes, dashes and ties",
      "``Maps'' from 2--4 -- or 5---in Table~1",
      "“Maps” from 2–4 – or 5—in Table 1",
    ],
    ["an apostrophe that was escaped", raw`It\'s today\'s map`, "It's today's map"],
    ["a title with a formula", raw`$\alpha$-R\'enyi maps`, raw`$\alpha$-Rényi maps`],
  ])("%s", (_, typed, clean) => {
    expect(cleanTex(typed)).toBe(clean);
  });
});

describe("cleanTex leaves as typed", () => {
  test.each([
    ["formulas", raw`$\textbf{x} \% \"o$, $ a_\& $, $\textit{a} $, $$\%$$, \(\% a--b\) and \[\&\]`],
    ["references that are part of a sentence", raw`as shown by \cite{a} and in~\citep{b}`],
    ["commands that nobody knows", raw`\method{} and \ours{\foo} by \newcommand{x}`],
    ["signs of formulas outside one", raw`a \alpha b \times c`],
    ["paths with spaces", raw`C:\temp\v Some, a/b\c cat, x\b c`],
    ["paths and patterns", raw`C:\new\table, C:\\Users\\me, \d{3}\.com and \n\n`],
    ["quotes that were escaped", raw`{\"a\": \"ö\"} and \"apples\"`],
    ["letters of an accent that is none", raw`\b black \r{keep} \u2019s`],
    ["braces without a command, and lone ones", "{BERT} and } or {"],
    ["options and addresses", "maps --all i-- https://maps.example/a--b/~me ~500 5~10"],
    ["a backslash at the end", "Maps \\"],
    ["what would give a backslash", raw`\textbackslash "o`],
    ["commands without what belongs to them", raw`\textbf and \href{https://maps.example} \emph{open`],
    ["names of what every object has", raw`\constructor{x} \toString {\valueOf} \b{__proto__}`],
  ])("%s", (_, typed) => {
    expect(cleanTex(typed)).toBe(typed);
  });
});

test("cuts at a word, as long as asked for", () => {
  expect(cleanTex(raw`\textbf{Fast maps} for \emph{robots}`, 12)).toBe("Fast maps…");
});

test("reads no more of a text than may be needed", () => {
  const text = raw`\textbf{Maps} and `.repeat(2_000_000);
  expect(cleanTex(text, 12)).toBe("Maps and…");
});

const pieces = fc.constantFrom(
  ..."\\ { } $ $$ \\( \\) \\[ \\] \\\\ \" ' ` ^ ~ = . - -- --- % & _ o i a 5 ,".split(" "),
  ...raw`\textbf{ \emph{ {\em {\deg} {\o} \o \i \c{ \b{eta} \cite{x} ~\cite{ \href{ }{ \url{ \footnote{ \textsuperscript{2} \method \color[ ]{`.split(
    " ",
  ),
  " ",
  "maps",
);
const anyTex = fc.array(pieces, { maxLength: 60 }).map((parts) => parts.join(""));

describe("cleanTex of any text", () => {
  test("is the same when it is done again", () =>
    fc.assert(
      fc.property(fc.oneof(anyTex, fc.string({ unit: "binary", maxLength: 200 })), (text) => {
        const once = cleanTex(text);
        expect(cleanTex(once)).toBe(once);
      }),
      { numRuns: 3000 },
    ));

  test("is nothing more than was there, beside the letters of words", () =>
    fc.assert(
      fc.property(anyTex, (text) => {
        expect(cleanTex(text).length).toBeLessThanOrEqual(
          text.length + (text.match(/footnote|href/g)?.length ?? 0) * 3,
        );
      }),
    ));

  test.each([
    "{",
    "\\(",
    "\\[x",
    "$",
    "$a ",
    "\\textbf{",
    "{\\em ",
    "\\href{a}{",
    "~\\cite{a}",
    '\\"',
    "``a",
    "a--",
    "\\b{",
    "\\cite[",
    "a~",
    "\\$$",
    "{{\\em a}}",
    "}",
  ])("takes no longer than in proportion: %s", (piece) => {
    const text = piece.repeat(200_000);
    expect(cleanTex(text).length).toBeLessThanOrEqual(text.length * 2);
  });
});
