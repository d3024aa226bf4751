import { cleanText } from "../text/clean.ts";
import { betweenDollars, hasPairedBraces, isFormula } from "./formula.ts";

type Commands = Readonly<Record<string, string>>;

// As Zotero writes and reads them. < > | are other signs in LaTeX's first font encoding.
const commands: Commands = {
  "\\": "{\\textbackslash}",
  "^": "{\\textasciicircum}",
  "~": "{\\textasciitilde}",
  "<": "{\\textless}",
  ">": "{\\textgreater}",
  "|": "{\\textbar}",
};
// To BibTeX a brace counts whatever stands before it: a lone \{ would swallow the entries below. An invisible \} makes it a pair, as
// Zotero does it (https://tex.stackexchange.com/questions/230750/open-brace-in-bibtex-fields).
const loneBraces: Commands = { "{": "\\{\\vphantom{\\}}", "}": "\\vphantom{\\{}\\}" };

/** Plain text for a LaTeX document in UTF-8: nothing in it is a command. */
export function plainToLatex(text: string): string {
  const clean = cleanText(text);
  return escapeSigns(clean, commandsFor(clean));
}

/** The same, except that a formula between dollars stays a formula. */
export function textToLatex(text: string): string {
  const clean = cleanText(text);
  const named = commandsFor(clean);
  return clean
    .split(betweenDollars)
    .map((piece, i) => (i % 2 === 1 && isFormula(piece) ? piece : escapeSigns(piece, named)))
    .join("");
}

function commandsFor(text: string): Commands {
  return hasPairedBraces(text) ? commands : { ...commands, ...loneBraces };
}

/** Figures above and below the line are no letters to most of LaTeX's fonts. */
function escapeSigns(text: string, named: Commands): string {
  return text
    .replace(/[\\{}^~<>|&%$#_]/g, (sign) => named[sign] ?? `\\${sign}`)
    .replace(/[⁰¹²³⁴-⁹]+/g, (figures) => `\\textsuperscript{${figures.normalize("NFKC")}}`)
    .replace(/[₀-₉]+/g, (figures) => `\\textsubscript{${figures.normalize("NFKC")}}`);
}
