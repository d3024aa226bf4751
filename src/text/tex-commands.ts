/** Signs that set an accent on the letter behind them, as combining characters: \"o, \'{e}. */
export const accents: Readonly<Record<string, string>> = {
  '"': "\u0308",
  "'": "\u0301",
  "`": "\u0300",
  "^": "\u0302",
  "~": "\u0303",
  "=": "\u0304",
  ".": "\u0307",
};

/** The same of letters: \c{c}, \v{s}. */
export const letterAccents: Readonly<Record<string, string>> = {
  b: "\u0331",
  c: "\u0327",
  d: "\u0323",
  H: "\u030B",
  k: "\u0328",
  r: "\u030A",
  u: "\u0306",
  v: "\u030C",
};

/** Letters of their own: \ss, \o. */
export const letters: Readonly<Record<string, string>> = {
  AA: "Å",
  aa: "å",
  AE: "Æ",
  ae: "æ",
  DH: "Ð",
  dh: "ð",
  DJ: "Đ",
  dj: "đ",
  i: "ı",
  j: "ȷ",
  L: "Ł",
  l: "ł",
  NG: "Ŋ",
  ng: "ŋ",
  O: "Ø",
  o: "ø",
  OE: "Œ",
  oe: "œ",
  ss: "ß",
  TH: "Þ",
  th: "þ",
};

// \textbackslash is not among them: what it gives would be a command to whoever reads the text again.
const named = `
  copyright © textcopyright © textregistered ® texttrademark ™ textdegree ° degree ° textmu µ textpm ± texttimes × dag † ddag ‡
  pounds £ textsterling £ euro € texteuro € textyen ¥ textcent ¢ dots … ldots … textellipsis … textemdash — textendash –
  textquotedblleft “ textquotedblright ” textquoteleft ‘ textquoteright ’ textquotedbl " textquotesingle ' quotedblbase „
  textasciitilde ~ textasciicircum ^ textunderscore _ textbar | textless < textgreater > textbullet • textperiodcentered ·
  textonehalf ½ textonequarter ¼ textthreequarters ¾ textordfeminine ª textordmasculine º textsection § textparagraph ¶
  LaTeX LaTeX TeX TeX LaTeXe LaTeX2e BibTeX BibTeX ie i.e. eg e.g.`;
/** Commands that stand for signs or words in a text. */
export const words = tableOf(named);

const greek = `
  alpha α beta β gamma γ delta δ epsilon ϵ varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι kappa κ lambda λ mu μ nu ν xi ξ pi π
  rho ρ varrho ϱ sigma σ varsigma ς tau τ upsilon υ phi ϕ varphi φ chi χ psi ψ omega ω Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π
  Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω`;
const signs = `
  deg ° times × pm ± sim ∼ approx ≈ leq ≤ le ≤ geq ≥ ge ≥ neq ≠ ne ≠ rightarrow → to → leftarrow ← infty ∞ cdot · ell ℓ`;
/** Signs of formulas. As "{\deg}" arXiv writes what was pasted into its form; without the braces they are part of a formula. */
export const formulaSigns = tableOf(greek + signs);

/** Commands of which only what is in their braces is text. */
export const wrappers: ReadonlySet<string> = setOf(
  `textbf textit textsl textsc texttt textsf textrm textup textmd textnormal emph underline uline mbox text num url path
   textsuperscript textsubscript MakeUppercase`,
);

/** Commands that change how the rest of a group looks: {\em this}. */
export const switches: ReadonlySet<string> = setOf(
  `em it bf sc tt sf rm sl itshape bfseries scshape ttfamily sffamily rmfamily slshape upshape mdseries normalfont
   tiny scriptsize footnotesize small normalsize large Large LARGE huge Huge`,
);

/** Commands that say nothing in one line of text. */
export const silent: ReadonlySet<string> = setOf(
  "noindent newline linebreak par smallskip medskip bigskip xspace protect",
);

export const citations: ReadonlySet<string> = setOf("cite citep");

const raised: Readonly<Record<string, string>> = {
  textsuperscript: "⁰¹²³⁴⁵⁶⁷⁸⁹",
  textsubscript: "₀₁₂₃₄₅₆₇₈₉",
};

/** Figures above or below the line, where `command` sets them so. */
export function placeFigures(command: string, text: string): string {
  const figures = raised[command];
  return figures && /^\d+$/.test(text)
    ? text.replace(/\d/g, (figure) => figures[Number(figure)] ?? figure)
    : text;
}

/** What a table has of its own under a name that a text gives. */
export function own(table: Readonly<Record<string, string>>, name: string): string | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

function setOf(list: string): ReadonlySet<string> {
  return new Set(list.trim().split(/\s+/));
}

function tableOf(list: string): Readonly<Record<string, string>> {
  const pairs = list.trim().matchAll(/(\S+)\s+(\S+)/g);
  return Object.fromEntries(Array.from(pairs, ([, name, sign]) => [name, sign]));
}
